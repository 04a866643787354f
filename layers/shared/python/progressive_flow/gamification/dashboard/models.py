"""A learner's totals."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import TotalXp, UserLevel


class Stats(BaseModel):
    """What the learner's ledger and attempts add up to. Rank and percentile are null before the first XP."""

    total_xp: TotalXp
    current_level: UserLevel
    level_xp: int = Field(description="Total at which the present level was reached.")
    next_level_xp: int = Field(description="Total at which the next one is.")
    total_challenges_started: int = Field(description="How many challenges the learner submitted to.")
    total_challenges_completed: int = Field(description="How many challenges the learner completed.")
    total_levels_completed: int = Field(description="How many levels the learner passed.")
    total_time_spent_minutes: int = Field(description="Minutes that the server measured on levels.")
    current_streak_days: int = Field(description="Days of the current streak; 0 without one.")
    longest_streak_days: int = Field(description="Days of the longest streak there was.")
    last_activity_date: date | None = Field(description="The learner's last active day; null before the first.")
    rank: int | None = Field(description="Place on the global leaderboard of all XP; null before the first XP.")
    rank_percentile: float | None = Field(
        description="Share of ranked learners who are not ahead by XP, 0 to 100; null before the first XP."
    )
    skill_points: int = Field(description="XP not allocated to skills yet.")
    updated_at: datetime = Field(description="When the totals last changed.")
