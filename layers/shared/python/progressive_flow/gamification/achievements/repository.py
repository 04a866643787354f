"""Statements on the definitions of achievements."""

from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.gamification.achievements.models import AchievementDefinition, SavedAchievement
from progressive_flow.gamification.achievements.reach import Passable
from progressive_flow.gamification.icons import files as icons
from progressive_flow.kernel.database.transactions import Deferred, Transaction

ACHIEVEMENTS = """
select a.ref as slug, a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, a.criteria
from gamification.achievements as a
where
    a.is_active
    and (%(category)s::text is null or a.category = %(category)s)
    and (%(rarity)s::text is null or a.rarity = %(rarity)s)
    and (a.category, a.xp_reward, a.ref) > (%(after_category)s, %(after_reward)s, %(after_slug)s)
order by a.category, a.xp_reward, a.ref
limit %(limit)s
"""
SAVED = """
select a.ref as slug, a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, a.criteria, a.is_active
from gamification.achievements as a
where a.organization_id = identity.public_organization()
"""
LIST_SAVED = f"{SAVED} and a.slug > %s order by a.slug limit %s"
ONE_SAVED = f"{SAVED} and a.slug = %s"
KNOWN = """
select
    array(
        select t.ref from curriculum.learning_tracks as t where t.organization_id = identity.public_organization()
    ) as tracks,
    (select count(*)::integer from gamification.skills as s where s.is_active) as skills
"""
PASSABLE = """
select
    t.ref as track, c.category, c.difficulty_base as difficulty, c.level_count,
    array(select (concept.value ->> 'chapter')::integer from jsonb_array_elements(c.ddia_concepts) as concept) as chapters
from curriculum.live_challenges as c
inner join curriculum.learning_tracks as t on t.id = c.track_id
where c.organization_id = identity.public_organization()
"""
SAVE = """
select gamification.save_achievement(
    %(is_new)s, %(slug)s, %(name)s, %(description)s, %(icon_url)s, %(category)s, %(rarity)s, %(xp_reward)s, %(criteria)s,
    %(is_active)s, %(at)s
)
"""


class Known(NamedTuple):
    """The tracks that there are, by reference, and the number of skills."""

    tracks: list[str]
    skills: int


def list_achievements(
    db: Transaction, category: str | None, rarity: str | None, after: tuple[str, int, str], limit: int
) -> list[AchievementDefinition]:
    """Return the active achievements that come after a place, by category, the cheapest first."""
    params = {
        "category": category,
        "rarity": rarity,
        "after_category": after[0],
        "after_reward": after[1],
        "after_slug": after[2],
        "limit": limit,
    }
    return db.fetch_all(AchievementDefinition, ACHIEVEMENTS, params)


def list_saved(db: Transaction, after: str, limit: int) -> list[SavedAchievement]:
    """Return the platform's achievements that come after a slug, retired ones too."""
    return db.fetch_all(SavedAchievement, LIST_SAVED, [after, limit])


def find_saved(db: Transaction, slug: str) -> SavedAchievement | None:
    """Return one of the platform's achievements, retired or not."""
    return db.fetch_optional(SavedAchievement, ONE_SAVED, [slug])


def known(db: Transaction) -> Deferred[Known]:
    """Queue the question which tracks and how many skills there are."""
    return db.defer_one(Known, KNOWN)


def passable(db: Transaction) -> list[Passable]:
    """Return every public challenge as metrics count it."""
    return db.fetch_all(Passable, PASSABLE)


def create_achievement(db: Transaction, wanted: SavedAchievement) -> None:
    """Create an achievement."""
    db.fetch_value(UUID, SAVE, {**_saved(db, wanted), "is_new": True})


def replace_achievement(db: Transaction, wanted: SavedAchievement) -> SavedAchievement | None:
    """Replace an achievement and return what is stored since; None if there was none to replace."""
    db.execute(SAVE, {**_saved(db, wanted), "is_new": False})
    return find_saved(db, wanted.slug)


def _saved(db: Transaction, wanted: SavedAchievement) -> dict[str, Any]:
    icon = icons.stored(wanted.icon_url)
    return {**wanted.model_dump(), "icon_url": icon, "criteria": Jsonb(wanted.criteria), "at": db.at}
