"""Achievements as they are defined: what learners read, and what administrators write."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.gamification.achievements.criteria import Criteria
from progressive_flow.gamification.icons.models import ChosenIcon, ShownIcon

AchievementCategory = Literal["speed", "mastery", "streak", "exploration"]
Rarity = Literal["common", "rare", "epic", "legendary"]
AchievementCategoryFilter = Annotated[AchievementCategory, Field(description="What it is for.")]
RarityFilter = Annotated[Rarity, Field(description="How rare it is.")]
NewSlug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

EXAMPLE: dict[str, Any] = {
    "name": "Night Shift",
    "description": "Ten levels passed in the category caching.",
    "icon_url": "/v1/icons/achievements/cache-hit.svg",
    "category": "exploration",
    "rarity": "rare",
    "xp_reward": 100,
    "criteria": {"metric": "levels_passed", "threshold": 10, "filter": {"category": "caching"}},
}


class AchievementDefinition(BaseModel):
    """What there is to achieve."""

    slug: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    description: str = Field(description="What it takes, for people.")
    icon_url: ShownIcon
    category: AchievementCategory = Field(description="What it is for.")
    rarity: Rarity = Field(description="How rare it is; a rarer one pays more.")
    xp_reward: int = Field(description="XP that it pays, once.")
    criteria: dict[str, Any] = Field(description="A condition, {all: [conditions]} or {any: [conditions or alls]}.")


class AchievementChanges(BaseModel):
    """An achievement as an administrator wants it from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    name: Label = Field(description="Name of the achievement.")
    description: Prose = Field(description="What it takes, for people.")
    icon_url: ChosenIcon = None
    category: AchievementCategory = Field(description="What it is for.")
    rarity: Rarity = Field(description="How rare it is; a rarer one pays more.")
    xp_reward: int = Field(ge=0, le=10_000, description="XP that it pays, once.")
    criteria: Criteria = Field(description="A condition, {all: [conditions]} or {any: [conditions or alls]}.")
    is_active: bool = Field(default=True, description="False retires it: who has it keeps it.")


class NewAchievement(AchievementChanges):
    """A new achievement."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"slug": "night-shift", **EXAMPLE}]})

    slug: NewSlug = Field(description="Slug of the achievement; it never changes.")


class AwardedAchievement(BaseModel):
    """An achievement reached just now."""

    slug: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    xp_reward: int = Field(description="XP that it paid.")
    icon_url: ShownIcon


class SavedAchievement(AchievementDefinition):
    """An achievement as administrators see it."""

    is_active: bool = Field(description="Whether it can be unlocked; who has a retired one keeps it.")
