-- The challenges that learners can find: active, published and not archived.
create or replace view curriculum.live_challenges
with (security_invoker = true)
as
select
    c.id,
    c.organization_id,
    c.slug,
    c.ref,
    c.title,
    c.description,
    c.statement,
    c.kind,
    c.category,
    c.track_id,
    c.lesson_id,
    c.order_in_track,
    c.difficulty_base,
    c.level_count,
    c.xp_base,
    c.estimated_minutes,
    c.prerequisites,
    c.ddia_concepts,
    c.tags,
    c.metadata,
    c.version,
    c.created_by,
    c.created_at,
    c.updated_at
from curriculum.challenges as c
where c.is_active and c.is_published and c.deleted_at is null;
grant select on curriculum.live_challenges to reader, scheduler, read_only, definer;
