"""What a learner sees first."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.gamification.icons.models import IconUrl


class CurrentChallenge(BaseModel):
    """A challenge the learner is in the middle of."""

    slug: str
    title: str
    levels_completed: list[int]
    level_count: int


class DayAtAGlance(BaseModel):
    """The daily challenge and whether the learner passed it."""

    challenge: str
    title: str
    level: int
    passed: bool


class RecentAchievement(BaseModel):
    """An achievement of late."""

    slug: str
    name: str
    icon_url: IconUrl | None
    rarity: str
    unlocked_at: datetime


class Dashboard(BaseModel):
    """What a learner sees first, read live."""

    id: UUID
    username: str
    display_name: str | None
    total_xp: int
    current_level: int
    current_streak_days: int
    rank_percentile: float | None
    achievements_count: int
    challenges_completed: int
    track_progress: dict[str, float] = Field(description="Per cent completed, by difficulty of the tracks.")
    unread_notifications: int
    in_progress: list[CurrentChallenge] = Field(description="The five begun last.")
    daily_challenge: DayAtAGlance | None
    recent_achievements: list[RecentAchievement]
