"""Leaderboards in requests and responses."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

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

    rank: int
    value: int
    name: str | None
    avatar_url: str | None
    level: int | None
    is_me: bool
    id: UUID = Field(exclude=True)
    reached_at: datetime = Field(exclude=True)


class Snapshot(BaseModel):
    """A closed period as it ended."""

    period_date: date
    participants: int
    closed_at: datetime
    my_rank: int | None
    my_value: int | None
    top: list[LeaderboardEntry] = Field(description="Its first learners, of those who let others see them now.")


class Leaderboard(BaseModel):
    """A page of a leaderboard. A period without scores is empty."""

    period: PeriodName
    metric: MetricName
    period_date: date | None = Field(description="First day of the period; null for all_time.")
    participants: int
    refreshed_at: datetime | None = Field(description="When ranks were last rebuilt; values are current.")
    closed_at: datetime | None = Field(description="When the period was closed by the ledger; null while it is open.")
    items: list[LeaderboardEntry]
    next_cursor: str | None = None


class MyRank(BaseModel):
    """The learner's own rank. Rank, value and percentile are null while they are not on the leaderboard."""

    period: PeriodName
    metric: MetricName
    period_date: date | None
    participants: int
    refreshed_at: datetime | None
    closed_at: datetime | None
    rank: int | None
    value: int | None
    rank_percentile: float | None = Field(description="Share of participants not ahead of the learner, 0 to 100.")
    neighbours: list[LeaderboardEntry] = Field(
        description="Best first, including the learner; learners who hide are left out."
    )
