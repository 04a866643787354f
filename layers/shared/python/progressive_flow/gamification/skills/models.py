"""The skill tree as learners see it and administrators write it."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.gamification.achievements.models import AwardedAchievement, Label, NewSlug, Prose
from progressive_flow.gamification.icons.models import ShownIcon
from progressive_flow.progress.grading_inputs.models import Missing

EXAMPLE: dict[str, Any] = {
    "name": "Vector Search",
    "description": "Find what is near in a space of many dimensions.",
    "category": "storage",
    "parent": "index-design",
    "prerequisites": [],
    "max_level": 4,
    "xp_per_level": 200,
    "order": 8,
    "is_active": True,
}


class DefinedSkill(BaseModel):
    """What an administrator defines of a skill."""

    slug: str = Field(description="Slug of the skill.")
    name: str = Field(description="Name of the skill.")
    description: str = Field(description="What the skill is, for people.")
    category: str = Field(description="The branch.")
    parent: str | None = Field(description="Slug of the skill it grows from; null for a branch's root.")
    prerequisites: list[str] = Field(description="Slugs of the skills that need a level first, the parent included.")
    max_level: int = Field(description="Level at which it is mastered.")
    xp_per_level: int = Field(description="Points that each level takes.")
    order: int = Field(description="Place among the skills of its branch, ascending.")


class Skill(DefinedSkill):
    """A skill and its place in the tree."""

    icon_url: ShownIcon


class SkillBranch(BaseModel):
    """A branch with its skills, roots first."""

    branch: str = Field(description="Name of the branch.")
    skills: list[Skill] = Field(description="Its skills, roots first.")


class SkillTree(BaseModel):
    """All branches."""

    branches: list[SkillBranch] = Field(description="The branches, by name.")


class MySkill(Skill):
    """A skill with what the learner put into it."""

    current_level: int = Field(description="Level that the learner reached in it; 0 before the first.")
    points_allocated: int = Field(description="Points that the learner put into it.")
    unlocked: bool = Field(description="Whether points may go into it: every prerequisite has a level.")
    missing: list[Missing] = Field(description="The prerequisites that have no level yet.")
    affordable: bool = Field(description="Whether the pool pays for its next level now.")
    unlocked_at: datetime | None = Field(description="When its first level was reached.")
    mastered_at: datetime | None = Field(description="When its last level was reached.")


class MySkillBranch(BaseModel):
    """A branch with the learner's skills."""

    branch: str = Field(description="Name of the branch.")
    skills: list[MySkill] = Field(description="Its skills, roots first.")


class SkillPool(BaseModel):
    """The points a learner has: XP earned less what was allocated. Points stay allocated when a correction takes XP away."""

    earned: int = Field(description="XP that the learner earned.")
    allocated: int = Field(description="Points already put into skills.")
    available: int = Field(ge=0, description="What may be allocated now.")
    overdrawn: int = Field(ge=0, description="What a correction took of allocated points; paid off by the next XP.")

    @classmethod
    def of(cls, earned: int, allocated: int) -> "SkillPool":
        """Return the pool of so much XP and so many allocated points."""
        free = earned - allocated
        return cls(earned=earned, allocated=allocated, available=max(free, 0), overdrawn=max(-free, 0))


class MySkills(BaseModel):
    """The tree with the learner's levels, and the pool."""

    pool: SkillPool = Field(description="The points that the learner has.")
    branches: list[MySkillBranch] = Field(description="The branches, by name.")


class NewSkillPoints(BaseModel):
    """Points to put into a skill. They do not come back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"points": 50}]})

    points: int = Field(
        ge=1, le=1_000_000, description="How many points to put in; no more than the pool has and the skill takes."
    )


class SkillAllocation(BaseModel):
    """What the points made of the skill."""

    slug: str = Field(description="Slug of the skill.")
    current_level: int = Field(description="Level of the skill with these points.")
    points_allocated: int = Field(description="All points that the learner put into it.")
    unlocked_at: datetime | None = Field(description="When its first level was reached; null before it.")
    mastered_at: datetime | None = Field(description="When its last level was reached; null before it.")
    pool: SkillPool = Field(description="The points that are left.")
    achievements: list[AwardedAchievement] = Field(description="Achievements that this unlocked.")


class SkillChanges(BaseModel):
    """A skill as an administrator wants it from now on."""

    model_config = ConfigDict(
        extra="forbid", json_schema_serialization_defaults_required=True, json_schema_extra={"examples": [EXAMPLE]}
    )

    name: Label = Field(description="Name of the skill.")
    description: Prose = Field(description="What the skill is, for people.")
    category: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$", description="The branch.")
    parent: NewSlug | None = Field(
        default=None, description="Slug of the skill it grows from; null for a branch's root."
    )
    prerequisites: list[NewSlug] = Field(
        default=[], max_length=20, description="Slugs of further skills that need a level first."
    )
    max_level: int = Field(ge=1, le=20, description="Level at which it is mastered.")
    xp_per_level: int = Field(ge=1, le=100_000, description="Points that each level takes.")
    order: int = Field(default=1, ge=1, le=1000, description="Place among the skills of its branch, ascending.")
    is_active: bool = Field(default=True, description="False retires it: points stay where they are.")


class NewSkill(SkillChanges):
    """A new skill."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"slug": "vector-search", **EXAMPLE}]})

    slug: NewSlug = Field(description="Slug of the skill; it never changes.")


class SavedSkill(DefinedSkill):
    """A skill as administrators see it."""

    is_active: bool = Field(description="Whether learners see it; points stay in one that is retired.")
