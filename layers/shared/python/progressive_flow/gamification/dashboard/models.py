"""A learner's totals."""

from datetime import date, datetime

from pydantic import BaseModel, Field


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
