"""Daily challenges in responses."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.grading.system_design.level_models import Criteria, Requirements, ShownTest
from progressive_flow.kernel.http.members import ChallengeReference, Level, NextCursor, ProfileKey, Title
from progressive_flow.progress.grading_inputs.models import LevelToGrade

BestOfDay = Annotated[
    float, Field(description="Best score, 0 to 100; of an attempt that failed in tenths of the whole, rounded down.")
]
UtcDay = Annotated[date, Field(description="The day, UTC.")]
DayFilter = Annotated[date, Field(description="A day, UTC; today if left out.", examples=["2026-05-06"])]


class MyDay(BaseModel):
    """The learner's best attempt at a daily challenge."""

    score: BestOfDay
    passed: bool = Field(description="Whether any attempt passed.")
    attempts: int = Field(description="How often the learner submitted to it.")
    xp_earned: int = Field(description="XP paid for the day beside the level's own.")
    rank: int | None = Field(description="As of the challenge's aggregated_at.")
    submitted_at: datetime = Field(description="When the best attempt was submitted, passed or not.")


class DailyRow(BaseModel):
    """A day and what was asked on it."""

    date: UtcDay
    challenge: ChallengeReference
    title: Title
    level: Level
    level_name: str = Field(description="Name of the level.")
    difficulty_modifier: float = Field(description="The level's load was multiplied by it.")
    xp_multiplier: float = Field(description="What a pass pays on the day, as a multiple of the level's XP.")
    bonus_xp: int = Field(description="Paid on top of the level for a pass on the day, once.")
    participants_count: int = Field(description="How many learners submitted to it.")
    average_score: float | None = Field(
        description="Mean of the learners' best scores, 0 to 100; null while there is none."
    )
    aggregated_at: datetime | None = Field(description="When participants, average and ranks were last counted.")
    mine: MyDay | None = Field(description="The learner's best attempt; null before the first.")


class DailyChallenge(DailyRow):
    """Today's challenge: open to everybody until midnight UTC, whatever they have unlocked."""

    closes_at: datetime = Field(description="When the day ends: the next midnight, UTC.")
    description: str = Field(description="What the level asks for, for people.")
    requirements: Requirements = Field(description="As of this day: the load is the harder one.")
    test_cases: list[ShownTest] = Field(description="The visible ones.")
    passing_criteria: Criteria = Field(description="When it is passed.")
    special_requirements: dict[str, Any] = Field(
        description="Changes of the level's requirements for the day, already applied to `requirements`."
    )


class DayToGrade(LevelToGrade):
    """What the grader needs of a day's level; never sent to anybody."""

    id: UUID
    difficulty_modifier: float
    special_requirements: dict[str, Any]


class DailyLeaderboardEntry(BaseModel):
    """A learner's entry on a day's leaderboard. Names are what the learner lets others see."""

    rank: int | None = Field(description="Place, shared by equal scores; null until ranks are counted next.")
    score: BestOfDay
    submitted_at: datetime = Field(description="When the best attempt was submitted, passed or not.")
    name: str = Field(description="The name, or the pseudonym that the learner chose to show.")
    avatar_url: str | None = Field(description="Address of the learner's image; null if none is shown.")
    level: int = Field(description="Level of the learner.")
    is_me: bool = Field(description="Whether it is the caller's.")
    profile_key: ProfileKey
    id: UUID = Field(exclude=True)


class DailyLeaderboard(BaseModel):
    """A page of a day's leaderboard."""

    date: UtcDay
    participants_count: int = Field(description="How many learners submitted to it.")
    aggregated_at: datetime | None = Field(
        description="When participants and ranks were last counted; null before the first time."
    )
    items: list[DailyLeaderboardEntry] = Field(
        description="Entries, best first; those of learners who hide are left out."
    )
    next_cursor: NextCursor
