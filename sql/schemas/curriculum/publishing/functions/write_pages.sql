-- Writes pages as their documents say, those that differ; returns how many rows changed. Who reads 200 words a minute needs the minutes.
create or replace function curriculum.write_pages(p_organization_id uuid, p_pages jsonb, p_at timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
with wanted as (
    select w.*
    from jsonb_to_recordset(p_pages) as w (
        slug text, title text, track text, lesson text, "order" integer, description text, body text
    )
),
placed as (
    select
        w.*, i.id, t.id as track_id, l.id as lesson_id,
        ceil(greatest(cardinality(regexp_split_to_array(w.body, '\s+')), 1) / 200.0)::integer as estimated_minutes
    from wanted as w
    inner join content.items as i on i.organization_id = p_organization_id and i.kind = 'page' and i.slug = w.slug
    inner join curriculum.learning_tracks as t on t.organization_id = p_organization_id and t.slug = w.track
    inner join curriculum.modules as m on m.track_id = t.id and m.organization_id = p_organization_id
    inner join curriculum.lessons as l on l.module_id = m.id and l.organization_id = p_organization_id and l.slug = w.lesson
),
written as (
    insert into curriculum.pages as p (
        id, organization_id, slug, title, description, body, track_id, lesson_id, order_in_track, estimated_minutes, created_at,
        updated_at
    )
    select
        w.id, p_organization_id, w.slug, w.title, w.description, w.body, w.track_id, w.lesson_id, w."order", w.estimated_minutes,
        p_at as created_at, p_at as updated_at
    from placed as w
    on conflict (organization_id, slug) do update set
        title = excluded.title, description = excluded.description, body = excluded.body, track_id = excluded.track_id,
        lesson_id = excluded.lesson_id, order_in_track = excluded.order_in_track,
        estimated_minutes = excluded.estimated_minutes, is_active = true, updated_at = excluded.updated_at
    where
        (p.title, p.description, p.body, p.track_id, p.lesson_id, p.order_in_track, p.is_active)
        is distinct from (
            excluded.title, excluded.description, excluded.body, excluded.track_id, excluded.lesson_id,
            excluded.order_in_track, true
        )
    returning 1
)
select count(*)::integer from written;
$$;
alter function curriculum.write_pages(uuid, jsonb, timestamptz) owner to definer;
