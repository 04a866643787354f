-- Whether the document of a track has a lesson.
create or replace function curriculum.has_lesson(p_track jsonb, p_lesson text) returns boolean
language sql immutable parallel safe
return jsonb_path_exists(p_track, '$.modules[*].lessons[*] ? (@.slug == $slug)', jsonb_build_object('slug', p_lesson));
grant execute on function curriculum.has_lesson(jsonb, text) to definer;
