"""Leaderboards in requests and responses."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import NextCursor, ProfileKey

PeriodName = Literal["daily", "weekly", "monthly", "all_time"]
MetricName = Literal["xp", "challenges", "streak"]
Period = Annotated[PeriodName, Field(description="UTC; weeks start on Monday.")]
Metric = Annotated[MetricName, Field(description="What is counted.")]
Scope = Annotated[Literal["global", "organization"], Field(description="Whose leaderboard it is.")]
Organization = Annotated[str, Field(max_length=100, description="Slug of an organization of yours, with that scope.")]
LeaderboardDate = Annotated[
    date, Field(description="A day of the period; the present one if left out.", examples=["2026-05-06"])
]
Top = Annotated[int, Field(ge=1, le=100, description="How many of each period's first to show.")]
Neighbours = Annotated[int, Field(ge=0, le=25, description="How many learners above and below to show.")]


class LeaderboardEntry(BaseModel):
    """A learner's entry on a leaderboard. Names are what the learner lets others see."""

    rank: int = Field(description="Place, shared by equal values.")
    value: int = Field(description="XP, challenges or days, by the metric.")
    name: str = Field(
        description="The name, or the pseudonym that the learner chose to show; the caller sees their own while they hide."
    )
    avatar_url: str | None = Field(description="Address of the learner's image; null if none is shown.")
    level: int = Field(description="Level of the learner.")
    is_me: bool = Field(description="Whether it is the caller's.")
    profile_key: ProfileKey
    id: UUID = Field(exclude=True)
    reached_at: datetime = Field(exclude=True)


class LeaderboardSnapshot(BaseModel):
    """A closed period as it ended."""

    period_date: date = Field(description="First day of the period, UTC.")
    participants: int = Field(description="How many learners had a score, those who hide included.")
    closed_at: datetime = Field(description="When the period was closed.")
    my_rank: int | None = Field(description="The caller's place; null without a score.")
    my_value: int | None = Field(description="The caller's value; null without a score.")
    top: list[LeaderboardEntry] = Field(description="Its first learners, of those who let others see them now.")


EXAMPLE: dict[str, Any] = {
    "period": "weekly",
    "metric": "xp",
    "period_date": "2026-05-04",
    "participants": 2,
    "refreshed_at": "2026-05-06T09:30:00Z",
    "closed_at": None,
    "items": [
        {
            "rank": 1,
            "value": 430,
            "name": "Ada",
            "avatar_url": None,
            "level": 3,
            "is_me": True,
            "profile_key": "6b0f7e6c-52d1-4c8e-9a57-0d4f3f3f1f11",
            "reached_at": "2026-05-06T09:12:00Z",
            "id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
        },
        {
            "rank": 2,
            "value": 110,
            "name": "Learner 5F2A91C0",
            "avatar_url": None,
            "level": 2,
            "is_me": False,
            "profile_key": "d2a1c9de-8f55-4a7e-8d0b-1c6e0a9be022",
            "reached_at": "2026-05-06T09:12:00Z",
            "id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6072",
        },
    ],
    "next_cursor": None,
}


class Leaderboard(BaseModel):
    """A page of a leaderboard. A period without scores is empty."""

    model_config = with_example(EXAMPLE)

    period: PeriodName = Field(description="How long the leaderboard counts.")
    metric: MetricName = Field(description="What it counts.")
    period_date: date | None = Field(description="First day of the period; null for all_time.")
    participants: int = Field(
        description="How many learners had a score at `refreshed_at`, those who hide included; 0 before."
    )
    refreshed_at: datetime | None = Field(description="When ranks were last rebuilt; values are current.")
    closed_at: datetime | None = Field(description="When the period was closed by the ledger; null while it is open.")
    items: list[LeaderboardEntry] = Field(description="Entries, best first; those of learners who hide are left out.")
    next_cursor: NextCursor


class MyRank(BaseModel):
    """The learner's own rank. Rank, value and percentile are null while they are not on the leaderboard."""

    period: PeriodName = Field(description="How long the leaderboard counts.")
    metric: MetricName = Field(description="What it counts.")
    period_date: date | None = Field(description="First day of the period, UTC; null for all_time.")
    participants: int = Field(
        description="How many learners had a score when ranks were rebuilt, those who hide included; at least `rank`."
    )
    refreshed_at: datetime | None = Field(description="When ranks were last rebuilt; null before the first time.")
    closed_at: datetime | None = Field(description="When the period was closed; null while it is open.")
    rank: int | None = Field(description="The caller's place, shared by equal values; null without a score.")
    value: int | None = Field(description="The caller's value; null without a score.")
    rank_percentile: float | None = Field(description="Share of participants not ahead of the learner, 0 to 100.")
    neighbours: list[LeaderboardEntry] = Field(
        description="Best first, including the learner; learners who hide are left out."
    )
