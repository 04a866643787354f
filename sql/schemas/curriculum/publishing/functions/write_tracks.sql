-- Writes tracks as their documents say, those that differ; returns how many rows changed.
create or replace function curriculum.write_tracks(p_organization_id uuid, p_tracks jsonb, p_at timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
with wanted as (
    select
        i.id, i.slug, track.value ->> 'title' as title, track.value ->> 'description' as description,
        track.value ->> 'difficulty_level' as difficulty_level, (track.value ->> 'estimated_hours')::integer as estimated_hours,
        (track.value ->> 'order')::integer as order_index
    from jsonb_array_elements(p_tracks) as track (value)
    inner join content.items as i
        on i.organization_id = p_organization_id and i.kind = 'track' and i.slug = track.value ->> 'slug'
),
written as (
    insert into curriculum.learning_tracks as t
    (id, organization_id, slug, title, description, difficulty_level, estimated_hours, order_index, created_at, updated_at)
    select
        w.id, p_organization_id, w.slug, w.title, w.description, w.difficulty_level, w.estimated_hours, w.order_index,
        p_at as created_at, p_at as updated_at
    from wanted as w
    on conflict (organization_id, slug) do update set
        title = excluded.title, description = excluded.description, difficulty_level = excluded.difficulty_level,
        estimated_hours = excluded.estimated_hours, order_index = excluded.order_index, is_active = true,
        updated_at = excluded.updated_at
    where
        (t.title, t.description, t.difficulty_level, t.estimated_hours, t.order_index, t.is_active)
        is distinct from
        (excluded.title, excluded.description, excluded.difficulty_level, excluded.estimated_hours, excluded.order_index, true)
    returning 1
)
select count(*)::integer from written;
$$;
alter function curriculum.write_tracks(uuid, jsonb, timestamptz) owner to definer;
