-- Writes challenges as their versions say, those that differ, but for their levels; returns how many rows changed.
create or replace function curriculum.write_challenges(p_organization_id uuid, p_challenges jsonb, p_at timestamptz) returns integer
language sql volatile
set search_path = ''
as $$
with wanted as (
    select w.*
    from jsonb_to_recordset(p_challenges) as w (
        slug text, kind text, title text, track text, lesson text, "order" integer, category text, difficulty text, description text,
        statement text, ddia_concepts jsonb, tags jsonb, estimated_minutes integer, xp_base integer, level_count integer, daily jsonb
    )
),
placed as (
    select w.*, i.id, i.owner_id, t.id as track_id, l.id as lesson_id
    from wanted as w
    inner join content.items as i on i.organization_id = p_organization_id and i.kind = 'challenge' and i.slug = w.slug
    inner join curriculum.learning_tracks as t on t.organization_id = p_organization_id and t.slug = w.track
    inner join curriculum.modules as m on m.track_id = t.id and m.organization_id = p_organization_id
    inner join curriculum.lessons as l on l.module_id = m.id and l.organization_id = p_organization_id and l.slug = w.lesson
),
written as (
    insert into curriculum.challenges as c (
        id, organization_id, slug, kind, title, description, statement, category, track_id, lesson_id, order_in_track, difficulty_base,
        level_count, xp_base, estimated_minutes, ddia_concepts, tags, metadata, created_by, created_at, updated_at
    )
    select
        p.id, p_organization_id, p.slug, coalesce(p.kind, 'system_design'), p.title, p.description, p.statement, p.category, p.track_id, p.lesson_id, p."order",
        p.difficulty, p.level_count, p.xp_base, p.estimated_minutes, p.ddia_concepts, p.tags,
        jsonb_strip_nulls(jsonb_build_object('daily', p.daily)),
        case when p_organization_id <> identity.public_organization() then p.owner_id end,
        p_at as created_at, p_at as updated_at
    from placed as p
    on conflict (organization_id, slug) do update set
        title = excluded.title, description = excluded.description, statement = excluded.statement,
        category = excluded.category, track_id = excluded.track_id, lesson_id = excluded.lesson_id,
        order_in_track = excluded.order_in_track, difficulty_base = excluded.difficulty_base,
        level_count = excluded.level_count, xp_base = excluded.xp_base, estimated_minutes = excluded.estimated_minutes,
        ddia_concepts = excluded.ddia_concepts, tags = excluded.tags,
        metadata = c.metadata - 'daily' || excluded.metadata, is_active = true, updated_at = excluded.updated_at
    where
        (
            c.title, c.description, c.statement, c.category, c.track_id, c.lesson_id, c.order_in_track,
            c.difficulty_base, c.level_count, c.xp_base, c.estimated_minutes, c.ddia_concepts, c.tags,
            c.metadata -> 'daily', c.is_active
        ) is distinct from (
            excluded.title, excluded.description, excluded.statement, excluded.category, excluded.track_id,
            excluded.lesson_id, excluded.order_in_track, excluded.difficulty_base, excluded.level_count,
            excluded.xp_base, excluded.estimated_minutes, excluded.ddia_concepts, excluded.tags,
            excluded.metadata -> 'daily', true
        )
    returning 1
)
select count(*)::integer from written;
$$;
alter function curriculum.write_challenges(uuid, jsonb, timestamptz) owner to definer;
