-- Publishes items of an organization: makes the catalogue what they say, in the order of the references, and a version of each that
-- changed. The one way to publish, for files, imports and authors. Rows hold kind, slug, document, content (of challenges: with levels
-- in full), content_hash in hex, grader_version and changelog, and what a version keeps besides. Returns how many rows changed, by kind.
create or replace function curriculum.publish_items(p_organization_id uuid, p_rows jsonb, p_at timestamptz) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_tracks jsonb := (
        select coalesce(jsonb_agg(r.value -> 'document'), '[]')
        from jsonb_array_elements(p_rows) as r (value) where r.value ->> 'kind' = 'track'
    );
    v_challenges jsonb := (
        select coalesce(jsonb_agg(r.value -> 'content'), '[]')
        from jsonb_array_elements(p_rows) as r (value) where r.value ->> 'kind' = 'challenge'
    );
    v_pages jsonb := (
        select coalesce(jsonb_agg(r.value -> 'document'), '[]')
        from jsonb_array_elements(p_rows) as r (value) where r.value ->> 'kind' = 'page'
    );
    v_done jsonb := '{}';
begin
    perform curriculum.lock_catalogue(p_organization_id);
    v_done := v_done || jsonb_build_object('tracks', curriculum.write_tracks(p_organization_id, v_tracks, p_at));
    v_done := v_done || jsonb_build_object('modules', curriculum.write_modules(p_organization_id, v_tracks, p_at));
    v_done := v_done || jsonb_build_object('lessons', curriculum.write_lessons(p_organization_id, v_tracks, p_at));
    v_done := v_done || jsonb_build_object('challenges', curriculum.write_challenges(p_organization_id, v_challenges, p_at));
    v_done := v_done || jsonb_build_object('pages', curriculum.write_pages(p_organization_id, v_pages, p_at));
    v_done := v_done || jsonb_build_object(
        'track_prerequisites', curriculum.write_track_prerequisites(p_organization_id, v_tracks)
    );
    v_done := v_done || jsonb_build_object(
        'challenge_prerequisites', curriculum.write_challenge_prerequisites(p_organization_id, v_challenges)
    );
    v_done := v_done || jsonb_build_object('versions', curriculum.write_versions(p_organization_id, p_rows, p_at));
    update content.items as i set state = 'live'
    from jsonb_to_recordset(p_rows) as r (kind text, slug text)
    where i.organization_id = p_organization_id and i.kind = r.kind and i.slug = r.slug and i.state <> 'live';
    return v_done || jsonb_build_object('levels', curriculum.write_levels(p_organization_id, v_challenges));
end
$$;
alter function curriculum.publish_items(uuid, jsonb, timestamptz) owner to definer;
grant execute on function curriculum.publish_items(uuid, jsonb, timestamptz) to migrator;
