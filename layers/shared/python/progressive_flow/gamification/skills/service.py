"""Rules on the skill tree. What may be allocated is decided in the database, where parallel calls meet."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypeVar

from progressive_flow.gamification.achievements.models import AwardedAchievement
from progressive_flow.gamification.skills import repository
from progressive_flow.gamification.skills.errors import SKILL_CONSTRAINTS
from progressive_flow.gamification.skills.models import (
    MySkill,
    MySkillBranch,
    MySkills,
    NewSkill,
    SavedSkill,
    Skill,
    SkillAllocation,
    SkillBranch,
    SkillChanges,
    SkillPool,
    SkillTree,
)
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.kernel.http.refusals import refusing
from progressive_flow.kernel.principal import Principal

Some = TypeVar("Some", bound=Skill)


def list_skills(db: Transaction) -> SkillTree:
    """Return the whole tree."""
    rows = repository.list_skills(db)
    return SkillTree(branches=[SkillBranch(branch=name, skills=skills) for name, skills in _branches(rows)])


def list_my_skills(db: Transaction, principal: Principal) -> MySkills:
    """Return the tree with the learner's levels and what the pool pays for."""
    queued = repository.list_my_skills(db, principal.id)
    pool = repository.pool(db, principal.id)
    rows = [row.model_copy(update={"affordable": is_affordable(row, pool)}) for row in queued.result()]
    return MySkills(pool=pool, branches=[MySkillBranch(branch=name, skills=skills) for name, skills in _branches(rows)])


def is_affordable(skill: MySkill, pool: SkillPool) -> bool:
    """Return whether the pool pays for the skill's next level, counting the points that it has already."""
    next_level = (skill.current_level + 1) * skill.xp_per_level
    open_ = skill.unlocked and skill.current_level < skill.max_level
    return open_ and next_level - skill.points_allocated <= pool.available


def allocate(db: Transaction, slug: str, points: int) -> SkillAllocation:
    """Put points into a skill; the database refuses what the tree, the pool or the skill's size does not allow."""
    done = repository.allocate(db, slug, points)
    if done is None:
        raise not_found(f"skill {slug}")
    return SkillAllocation(
        slug=slug,
        current_level=done.current_level,
        points_allocated=done.points_allocated,
        unlocked_at=done.unlocked_at,
        mastered_at=done.mastered_at,
        pool=SkillPool.of(done.earned, done.allocated),
        achievements=[AwardedAchievement.model_validate(achievement) for achievement in done.achievements],
    )


def list_saved(db: Transaction, cursor: str | None, limit: int) -> Page[SavedSkill]:
    """Return the skills by slug, retired ones too."""
    key = paging.decode(cursor, paging.text)
    rows = repository.list_saved(db, key[0] if key else "", limit + 1)
    return paging.page(rows, limit, lambda row: [row.slug])


def show_saved(db: Transaction, slug: str) -> SavedSkill:
    """Return one skill, retired or not."""
    saved = repository.find_saved(db, slug)
    if saved is None:
        raise not_found(f"skill {slug}")
    return saved


def create_skill(db: Transaction, wanted: NewSkill) -> SavedSkill:
    """Add a skill to the tree."""
    return _save(db, SavedSkill.model_validate(wanted.model_dump()), is_new=True)


def replace_skill(db: Transaction, slug: str, wanted: SkillChanges) -> SavedSkill:
    """Replace the definition of a skill; points that learners put into it stay."""
    return _save(db, SavedSkill.model_validate({**wanted.model_dump(), "slug": slug}), is_new=False)


def _save(db: Transaction, wanted: SavedSkill, *, is_new: bool) -> SavedSkill:
    needed = [*wanted.prerequisites, *([wanted.parent] if wanted.parent else [])]
    if wanted.slug in needed:
        raise invalid("/body/prerequisites", "A skill cannot come before itself.")
    known = repository.existing(db, needed)
    if wanted.parent and wanted.parent not in known:
        raise invalid("/body/parent", f"There is no skill {wanted.parent}.")
    if unknown := sorted(set(needed) - known):
        raise invalid("/body/prerequisites", f"There is no skill {', '.join(unknown)}.")
    with refusing(SKILL_CONSTRAINTS):
        saved = repository.save_skill(db, wanted, is_new=is_new)
    if saved is None:
        raise not_found(f"skill {wanted.slug}")
    return saved


def _branches(rows: Sequence[Some]) -> list[tuple[str, list[Some]]]:
    return [(name, list(skills)) for name, skills in groupby(rows, key=lambda row: row.category)]
