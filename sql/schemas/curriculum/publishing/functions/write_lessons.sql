-- Writes the lessons of tracks as the tracks' documents say, those that differ; returns how many rows changed. A lesson is known by its
-- slug within the track, so that one that moved to another module keeps its challenges. One that a document lacks is hidden.
create or replace function curriculum.write_lessons(p_organization_id uuid, p_tracks jsonb, p_at timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
with wanted as (
    select
        t.id as track_id, m.id as module_id, lesson.value ->> 'slug' as slug, lesson.value ->> 'title' as title,
        lesson.value ->> 'description' as description, lesson.place::integer as order_index
    from jsonb_array_elements(p_tracks) as track (value)
    inner join curriculum.learning_tracks as t
        on t.organization_id = p_organization_id and t.slug = track.value ->> 'slug'
    cross join lateral jsonb_array_elements(track.value -> 'modules') as module (value)
    inner join curriculum.modules as m
        on m.organization_id = p_organization_id and m.track_id = t.id and m.slug = module.value ->> 'slug'
    cross join lateral jsonb_array_elements(module.value -> 'lessons') with ordinality as lesson (value, place)
),
known as (
    select l.id, l.slug, m.track_id
    from curriculum.lessons as l
    inner join curriculum.modules as m on m.id = l.module_id and m.organization_id = l.organization_id
    where l.organization_id = p_organization_id and m.track_id in (select w.track_id from wanted as w)
),
changed as (
    update curriculum.lessons as l set
        module_id = w.module_id, title = w.title, description = w.description, order_index = w.order_index, is_published = true,
        updated_at = p_at
    from wanted as w inner join known as k on k.track_id = w.track_id and k.slug = w.slug
    where
        l.id = k.id
        and (l.module_id, l.title, l.description, l.order_index, l.is_published)
        is distinct from (w.module_id, w.title, w.description, w.order_index, true)
    returning 1
),
hidden as (
    update curriculum.lessons as l set is_published = false, updated_at = p_at
    from known as k
    where
        l.id = k.id and l.is_published
        and (k.track_id, k.slug) not in (select w.track_id, w.slug from wanted as w)
    returning 1
),
added as (
    insert into curriculum.lessons (organization_id, module_id, slug, title, description, order_index, created_at, updated_at)
    select p_organization_id, w.module_id, w.slug, w.title, w.description, w.order_index, p_at as created_at, p_at as updated_at
    from wanted as w
    where (w.track_id, w.slug) not in (select k.track_id, k.slug from known as k)
    returning 1
)
select ((select count(*) from changed) + (select count(*) from hidden) + (select count(*) from added))::integer;
$$;
alter function curriculum.write_lessons(uuid, jsonb, timestamptz) owner to definer;
