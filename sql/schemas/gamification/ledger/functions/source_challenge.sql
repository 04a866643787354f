-- The challenge that a source of XP names: of a level, of a challenge or of an import. Null for any other source.
create or replace function gamification.source_challenge(p_source_type text, p_source_id text) returns uuid
language sql immutable parallel safe
return case when p_source_type in ('level', 'challenge', 'import') then split_part(p_source_id, '/', 1)::uuid end;
grant execute on function gamification.source_challenge(text, text) to reader, scheduler, read_only, definer;
