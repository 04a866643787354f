-- Makes the prerequisites of tracks what their documents say; returns how many changed. A slug names one of the organization's own
-- where there is one, and one of public otherwise; one that names nothing is left out, and refused by who publishes.
create or replace function curriculum.write_track_prerequisites(p_organization_id uuid, p_tracks jsonb) returns integer
language sql volatile
set search_path = ''
begin atomic
with these as (
    select t.id, track.value -> 'prerequisites' as slugs
    from jsonb_array_elements(p_tracks) as track (value)
    inner join curriculum.learning_tracks as t on t.organization_id = p_organization_id and t.slug = track.value ->> 'slug'
),
wanted as (
    select these.id, curriculum.item_named(p_organization_id, 'track', named.slug) as prerequisite_id
    from these cross join lateral jsonb_array_elements_text(these.slugs) as named (slug)
),
gone as (
    delete from curriculum.track_prerequisites as edge
    where
        edge.organization_id = p_organization_id and edge.track_id in (select these.id from these)
        and not exists (
            select from wanted as w where w.id = edge.track_id and w.prerequisite_id = edge.prerequisite_id
        )
    returning 1
),
added as (
    insert into curriculum.track_prerequisites (organization_id, track_id, prerequisite_id)
    select p_organization_id, w.id, w.prerequisite_id from wanted as w
    where w.prerequisite_id is not null
    on conflict do nothing
    returning 1
)
select ((select count(*) from gone) + (select count(*) from added))::integer;
end;
alter function curriculum.write_track_prerequisites(uuid, jsonb) owner to definer;
