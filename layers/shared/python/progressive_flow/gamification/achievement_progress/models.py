"""A learner's achievements."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.gamification.achievements.models import AchievementCategory, Rarity
from progressive_flow.gamification.icons.models import ShownIcon
from progressive_flow.kernel.http.parameters import LearnerId, Reason, Reference

CategoryFilter = Annotated[AchievementCategory, Field(description="Category of achievements.")]
UnlockedFilter = Annotated[bool, Field(description="Only what was unlocked, or only what was not.")]


class MyAchievement(BaseModel):
    """An achievement and how far the learner is."""

    slug: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    description: str = Field(description="What it takes, for people.")
    icon_url: ShownIcon
    category: AchievementCategory = Field(description="What it is for.")
    rarity: Rarity = Field(description="How rare it is; a rarer one pays more.")
    xp_reward: int = Field(description="XP that it pays, once.")
    progress: float = Field(description="Per cent; 100 once unlocked.")
    unlocked_at: datetime | None = Field(description="When the learner unlocked it; null until then.")
    revoked_at: datetime | None = Field(description="When an administrator took it away; null unless it is away.")
    metadata: dict[str, Any] = Field(description="The values that unlocked it, by metric.")


class NewAchievementRevocation(BaseModel):
    """An achievement to take from a learner, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "0198c2b4-0000-7000-8000-000000000000",
                    "achievement": "warm-start",
                    "reason": "The design was another learner's",
                }
            ]
        },
    )

    user_id: LearnerId
    achievement: Reference = Field(description="Reference of the achievement, retired or not.")
    reason: Reason = Field(
        description="The learner sees it in the notification and the ledger. It names nobody, for it stays after erasure."
    )


class AchievementRevocation(BaseModel):
    """An achievement that was taken away."""

    user_id: UUID = Field(description="Id of the learner.")
    achievement: str = Field(description="Reference of the achievement.")
    revoked_at: datetime = Field(description="When it was taken away.")
    xp_taken: int = Field(description="What a correction took now; 0 if it was taken away before.")
    total_xp: int = Field(description="The learner's XP since.")
    current_level: int = Field(description="The learner's level since.")


class RestoredAchievement(BaseModel):
    """A revoked achievement that was given back."""

    user_id: UUID = Field(description="Id of the learner.")
    achievement: str = Field(description="Reference of the achievement.")
    unlocked_at: datetime = Field(description="When the learner unlocked it, as before the revocation.")
    xp_returned: int = Field(description="What the revocation had taken, which a correction paid back.")
    total_xp: int = Field(description="The learner's XP since.")
    current_level: int = Field(description="The learner's level since.")
