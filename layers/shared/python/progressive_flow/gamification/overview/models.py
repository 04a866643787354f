"""A learner's figures: dashboard, stats, ledger, streak, achievements."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field

AchievementCategory = Literal["speed", "mastery", "streak", "exploration"]
CategoryFilter = Annotated[AchievementCategory, Field(description="Category of achievements.")]
UnlockedFilter = Annotated[bool, Field(description="Only what was unlocked, or only what was not.")]
CalendarDays = Annotated[int, Field(ge=1, le=366, description="How many days of the calendar to show, up to today.")]


class Stats(BaseModel):
    """What the learner's ledger and attempts add up to. Rank and percentile are null before the first XP."""

    total_xp: int
    current_level: int
    level_xp: int = Field(description="Total at which the present level was reached.")
    next_level_xp: int = Field(description="Total at which the next one is.")
    total_challenges_started: int
    total_challenges_completed: int
    total_levels_completed: int
    total_time_spent_minutes: int
    current_streak_days: int
    longest_streak_days: int
    last_activity_date: date | None
    rank: int | None
    rank_percentile: float | None
    skill_points: int = Field(description="XP not allocated to skills yet.")
    updated_at: datetime


class CurrentChallenge(BaseModel):
    """A challenge the learner is in the middle of."""

    slug: str
    title: str
    levels_completed: list[int]
    level_count: int


class DayAtAGlance(BaseModel):
    """The day's challenge and whether the learner passed it."""

    challenge: str
    title: str
    level: int
    passed: bool


class RecentAchievement(BaseModel):
    """An achievement of late."""

    slug: str
    name: str
    icon_url: str | None
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


class XpTransaction(BaseModel):
    """A row of the ledger."""

    id: UUID
    amount: int
    source_type: Literal["level", "challenge", "achievement", "daily", "streak", "correction", "import"]
    source_id: str
    description: str
    created_at: datetime


class Day(BaseModel):
    """A day of the calendar: active, missed and covered by a freeze, or jumped over moving east."""

    date: date
    kind: Literal["active", "frozen", "skipped"]
    streak: int | None = Field(default=None, description="The streak at the end of an active day.")


class Streak(BaseModel):
    """The learner's streak, in their own days, and why it is what it is."""

    current_streak_days: int
    longest_streak_days: int
    freezes: int = Field(description="Freezes in hand, two at most; every seventh streak day earns one.")
    today: date
    active_today: bool
    time_zone: str
    next_milestone: int | None
    next_milestone_xp: int | None
    explanation: list[str]
    calendar: list[Day] = Field(description="Newest first; days without an entry were missed, or lie before.")


class MyAchievement(BaseModel):
    """An achievement and how far the learner is."""

    slug: str
    name: str
    description: str
    icon_url: str | None
    category: AchievementCategory
    rarity: Literal["common", "rare", "epic", "legendary"]
    xp_reward: int
    progress: float = Field(description="Per cent; 100 once unlocked.")
    unlocked_at: datetime | None
    metadata: dict[str, Any] = Field(description="The values that unlocked it, by metric.")


class StreakState(NamedTuple):
    """The last active day with what it left behind, and the days missed since, three at most."""

    longest: int
    today: date
    time_zone: str
    last_day: date | None
    streak: int
    freezes: int
    missed: list[date]
    next_milestone: int | None
    next_milestone_xp: int | None
