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

    slug: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    description: str = Field(description="What it takes, for people.")
    icon_url: IconUrl | None = Field(
        description="Address of the icon, an SVG, below the API's own; null if there is none."
    )
    category: AchievementCategory = Field(description="What it is for.")
    rarity: Rarity = Field(description="How rare it is; a rarer one pays more.")
    xp_reward: int = Field(description="XP that it pays, once.")
    progress: float = Field(description="Per cent; 100 once unlocked.")
    unlocked_at: datetime | None = Field(description="When the learner unlocked it; null until then.")
    metadata: dict[str, Any] = Field(description="The values that unlocked it, by metric.")
