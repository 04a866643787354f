"""Daily challenges in responses."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.grading.system_design.level_models import Criteria, Requirements, ShownTest
from progressive_flow.progress.grading_inputs.models import LevelToGrade

DayFilter = Annotated[date, Field(description="A day, UTC; today if left out.", examples=["2026-05-06"])]


class MyDay(BaseModel):
    """The learner's best attempt at a daily challenge."""

    score: float
    passed: bool
    attempts: int
    xp_earned: int
    rank: int | None = Field(description="As of the challenge's aggregated_at.")
    completed_at: datetime = Field(description="When the best attempt was submitted, passed or not.")


class DailyRow(BaseModel):
    """A day and what was asked on it."""

    date: date
    challenge: str
    title: str
    level: int
    level_name: str
    difficulty_modifier: float = Field(description="The level's load was multiplied by it.")
    xp_multiplier: float
    bonus_xp: int = Field(description="Paid on top of the level for a pass on the day, once.")
    participants_count: int
    average_score: float | None
    aggregated_at: datetime | None = Field(description="When participants, average and ranks were last counted.")
    mine: MyDay | None


class DailyChallenge(DailyRow):
    """Today's challenge: open to everybody until midnight UTC, whatever they have unlocked."""

    closes_at: datetime
    description: str
    requirements: Requirements = Field(description="As of this day: the load is the harder one.")
    test_cases: list[ShownTest] = Field(description="The visible ones.")
    passing_criteria: Criteria = Field(description="When it is passed.")
    special_requirements: dict[str, Any]


class DayToGrade(LevelToGrade):
    """What the grader needs of a day's level; never sent to anybody."""

    id: UUID
    difficulty_modifier: float
    special_requirements: dict[str, Any]


class DailyLeaderboardEntry(BaseModel):
    """A learner's entry on a day's leaderboard. Names are what the learner lets others see."""

    rank: int | None
    score: float
    completed_at: datetime = Field(description="When the best attempt was submitted, passed or not.")
    name: str
    avatar_url: str | None
    level: int
    is_me: bool
    id: UUID = Field(exclude=True)


class DailyLeaderboard(BaseModel):
    """A page of a day's leaderboard."""

    date: date
    participants_count: int
    aggregated_at: datetime | None
    items: list[DailyLeaderboardEntry]
    next_cursor: str | None = None
