-- Writes the modules of tracks as the tracks' documents say, those that differ; returns how many rows changed. A module that a
-- document lacks is hidden.
create or replace function curriculum.write_modules(p_organization_id uuid, p_tracks jsonb, p_at timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
with wanted as (
    select
        t.id as track_id, module.value ->> 'slug' as slug, module.value ->> 'title' as title,
        module.value ->> 'description' as description, module.place::integer as order_index
    from jsonb_array_elements(p_tracks) as track (value)
    inner join curriculum.learning_tracks as t
        on t.organization_id = p_organization_id and t.slug = track.value ->> 'slug'
    cross join lateral jsonb_array_elements(track.value -> 'modules') with ordinality as module (value, place)
),
written as (
    insert into curriculum.modules as m
    (organization_id, track_id, slug, title, description, order_index, created_at, updated_at)
    select p_organization_id, w.track_id, w.slug, w.title, w.description, w.order_index, p_at as created_at, p_at as updated_at
    from wanted as w
    on conflict (track_id, organization_id, slug) do update set
        title = excluded.title, description = excluded.description, order_index = excluded.order_index, is_published = true,
        updated_at = excluded.updated_at
    where
        (m.title, m.description, m.order_index, m.is_published)
        is distinct from
        (excluded.title, excluded.description, excluded.order_index, true)
    returning 1
),
hidden as (
    update curriculum.modules as m set is_published = false, updated_at = p_at
    where
        m.organization_id = p_organization_id and m.is_published
        and m.track_id in (select w.track_id from wanted as w)
        and (m.track_id, m.slug) not in (select w.track_id, w.slug from wanted as w)
    returning 1
)
select ((select count(*) from written) + (select count(*) from hidden))::integer;
$$;
alter function curriculum.write_modules(uuid, jsonb, timestamptz) owner to definer;
