"""The skill tree as learners see it and administrators write it."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.gamification.achievements.models import Label, NewSlug, Prose


class Skill(BaseModel):
    """A skill and its place in the tree."""

    slug: str
    name: str
    description: str
    category: str = Field(description="The branch.")
    parent: str | None = Field(description="Slug of the skill it grows from; null for a branch's root.")
    prerequisites: list[str] = Field(description="Slugs of the skills that need a level first, the parent included.")
    max_level: int
    xp_per_level: int
    order: int


class SkillBranch(BaseModel):
    """A branch with its skills, roots first."""

    branch: str
    skills: list[Skill]


class SkillTree(BaseModel):
    """All branches."""

    branches: list[SkillBranch]


class MySkill(Skill):
    """A skill with what the learner put into it."""

    current_level: int
    points_allocated: int
    unlocked: bool = Field(description="Whether points may go into it: every prerequisite has a level.")
    missing: list[str] = Field(description="Slugs of the prerequisites that have no level yet.")
    affordable: bool = Field(description="Whether the pool pays for its next level now.")
    unlocked_at: datetime | None = Field(description="When its first level was reached.")
    mastered_at: datetime | None = Field(description="When its last level was reached.")


class MySkillBranch(BaseModel):
    """A branch with the learner's skills."""

    branch: str
    skills: list[MySkill]


class SkillPool(BaseModel):
    """The points a learner has: XP earned less what was allocated. Points stay allocated when a correction takes XP away."""

    earned: int
    allocated: int
    available: int = Field(ge=0, description="What may be allocated now.")
    overdrawn: int = Field(ge=0, description="What a correction took of allocated points; paid off by the next XP.")

    @classmethod
    def of(cls, earned: int, allocated: int) -> "SkillPool":
        """Return the pool of so much XP and so many allocated points."""
        free = earned - allocated
        return cls(earned=earned, allocated=allocated, available=max(free, 0), overdrawn=max(-free, 0))


class MySkills(BaseModel):
    """The tree with the learner's levels, and the pool."""

    pool: SkillPool
    branches: list[MySkillBranch]


class NewSkillPoints(BaseModel):
    """Points to put into a skill. They do not come back."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"points": 50}]})

    points: int = Field(ge=1, le=1_000_000)


class AwardedAchievement(BaseModel):
    """An achievement reached just now."""

    slug: str
    name: str
    xp_reward: int


class SkillAllocation(BaseModel):
    """What the points made of the skill."""

    slug: str
    current_level: int
    points_allocated: int
    unlocked_at: datetime | None
    mastered_at: datetime | None
    pool: SkillPool
    achievements: list[AwardedAchievement]


class SkillChanges(BaseModel):
    """A skill as an administrator wants it from now on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Vector Search",
                    "description": "Find what is near in a space of many dimensions.",
                    "category": "storage",
                    "parent": "index-design",
                    "prerequisites": [],
                    "max_level": 4,
                    "xp_per_level": 200,
                    "order": 8,
                }
            ]
        },
    )

    name: Label
    description: Prose
    category: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,49}$")
    parent: NewSlug | None = None
    prerequisites: list[NewSlug] = Field(default=[], max_length=20)
    max_level: int = Field(ge=1, le=20)
    xp_per_level: int = Field(ge=1, le=100_000)
    order: int = Field(default=1, ge=1, le=1000)
    is_active: bool = Field(default=True, description="False retires it: points stay where they are.")


class NewSkill(SkillChanges):
    """A new skill."""

    slug: NewSlug


class SavedSkill(Skill):
    """A skill as administrators see it."""

    is_active: bool
