"""Statements on the skill tree."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.gamification.skills.models import MySkill, SavedSkill, Skill, SkillPool
from progressive_flow.kernel.database.transactions import Deferred, Transaction

SKILLS = """
select
    s.slug, s.name, s.description, s.category, parent.slug as parent, s.max_level, s.xp_per_level, s.order_index as "order",
    '/v1/icons/skills/' || s.slug || '.svg' as icon_url,
    array(
        select before.slug
        from gamification.skill_prerequisites as edge
        inner join gamification.skills as before on before.id = edge.prerequisite_id and before.is_active
        where edge.skill_id = s.id
        order by before.slug
    ) as prerequisites
from gamification.skills as s left join gamification.skills as parent on parent.id = s.parent_skill_id
where s.is_active
order by s.category, s.order_index, s.slug
"""
SAVED = """
select
    s.slug, s.name, s.description, s.category, parent.slug as parent, s.max_level, s.xp_per_level, s.order_index as "order",
    s.is_active,
    array(
        select before.slug
        from gamification.skill_prerequisites as edge inner join gamification.skills as before on before.id = edge.prerequisite_id
        where edge.skill_id = s.id
        order by before.slug
    ) as prerequisites
from gamification.skills as s left join gamification.skills as parent on parent.id = s.parent_skill_id
"""
LIST_SAVED = f"{SAVED} where s.slug > %s order by s.slug limit %s"
ONE_SAVED = f"{SAVED} where s.slug = %s"
MY_SKILLS = """
with mine as (
    select u.skill_id, u.current_level, u.points_allocated, u.unlocked_at, u.mastered_at
    from gamification.user_skills as u
    where u.user_id = %(me)s
)
select
    s.slug, s.name, s.description, s.category, parent.slug as parent, s.max_level, s.xp_per_level, s.order_index as "order",
    '/v1/icons/skills/' || s.slug || '.svg' as icon_url,
    needed.prerequisites, needed.missing, needed.missing = '[]' as unlocked, false as affordable,
    coalesce(mine.current_level, 0) as current_level, coalesce(mine.points_allocated, 0) as points_allocated,
    mine.unlocked_at, mine.mastered_at
from gamification.skills as s
left join gamification.skills as parent on parent.id = s.parent_skill_id
left join mine on mine.skill_id = s.id
cross join lateral (
    select
        coalesce(array_agg(before.slug order by before.slug), '{}') as prerequisites,
        coalesce(
            jsonb_agg(
                jsonb_build_object('challenge', null, 'level', null, 'skill', before.slug, 'title', before.name)
                order by before.slug
            )
            filter (where coalesce(had.current_level, 0) < 1),
            '[]'
        ) as missing
    from gamification.skill_prerequisites as edge
    inner join gamification.skills as before on before.id = edge.prerequisite_id and before.is_active
    left join mine as had on had.skill_id = before.id
    where edge.skill_id = s.id
) as needed
where s.is_active
order by s.category, s.order_index, s.slug
"""
POOL = """
select s.total_xp as earned, spent.points as allocated
from gamification.user_stats as s
cross join lateral (
    select coalesce(sum(u.points_allocated), 0) as points from gamification.user_skills as u where u.user_id = s.user_id
) as spent
where s.user_id = %(me)s
"""
ALLOCATE = """
select current_level, points_allocated, unlocked_at, mastered_at, earned, allocated, achievements
from gamification.allocate_skill_points(%s, %s, %s)
"""
SAVE = """
select gamification.save_skill(
    %(is_new)s, %(slug)s, %(name)s, %(description)s, %(category)s, %(parent)s, %(prerequisites)s, %(max_level)s,
    %(xp_per_level)s, %(order)s, %(is_active)s, %(at)s
)
"""


class Points(NamedTuple):
    """XP earned and points allocated."""

    earned: int
    allocated: int


class Allocated(BaseModel):
    """What the database says of points it allocated."""

    current_level: int
    points_allocated: int
    unlocked_at: datetime | None
    mastered_at: datetime | None
    earned: int
    allocated: int
    achievements: list[dict[str, Any]]


class Named(NamedTuple):
    """A skill that exists."""

    slug: str


def list_skills(db: Transaction) -> list[Skill]:
    """Return the tree's active skills by branch and order."""
    return db.fetch_all(Skill, SKILLS)


def list_saved(db: Transaction, after: str, limit: int) -> list[SavedSkill]:
    """Return the skills that come after a slug, retired ones too."""
    return db.fetch_all(SavedSkill, LIST_SAVED, [after, limit])


def find_saved(db: Transaction, slug: str) -> SavedSkill | None:
    """Return one skill, retired or not."""
    return db.fetch_optional(SavedSkill, ONE_SAVED, [slug])


def list_my_skills(db: Transaction, me: UUID) -> Deferred[list[MySkill]]:
    """Queue the same with the learner's levels; `affordable` is left to the caller, who knows the pool."""
    return db.defer_all(MySkill, MY_SKILLS, {"me": me})


def pool(db: Transaction, me: UUID) -> SkillPool:
    """Return the learner's points."""
    points = db.fetch_one(Points, POOL, {"me": me})
    return SkillPool.of(points.earned, points.allocated)


def allocate(db: Transaction, slug: str, points: int) -> Allocated | None:
    """Put points into a skill; None if there is no such skill."""
    return db.fetch_optional(Allocated, ALLOCATE, [slug, points, db.at])


def existing(db: Transaction, slugs: list[str]) -> set[str]:
    """Return which of these skills exist."""
    rows = db.fetch_all(Named, "select s.slug from gamification.skills as s where s.slug = any(%s)", [slugs])
    return {row.slug for row in rows}


def save_skill(db: Transaction, wanted: SavedSkill, *, is_new: bool) -> SavedSkill | None:
    """Create or replace a skill and return what is stored since; None if there was none to replace."""
    db.execute(SAVE, {**wanted.model_dump(), "is_new": is_new, "at": db.at})
    return find_saved(db, wanted.slug)
