"""A learner's achievements."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from progressive_flow.gamification.achievements.models import AchievementCategory, Rarity
from progressive_flow.gamification.icons.models import IconUrl

CategoryFilter = Annotated[AchievementCategory, Field(description="Category of achievements.")]
UnlockedFilter = Annotated[bool, Field(description="Only what was unlocked, or only what was not.")]


class MyAchievement(BaseModel):
    """An achievement and how far the learner is."""

    slug: str
    name: str
    description: str
    icon_url: IconUrl | None
    category: AchievementCategory
    rarity: Rarity
    xp_reward: int
    progress: float = Field(description="Per cent; 100 once unlocked.")
    unlocked_at: datetime | None
    metadata: dict[str, Any] = Field(description="The values that unlocked it, by metric.")
