"""Boards as learners read them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

PeriodName = Literal["daily", "weekly", "monthly", "all_time"]
MetricName = Literal["xp", "challenges", "streak"]
Period = Annotated[PeriodName, Field(description="UTC; weeks start on Monday.")]
Metric = Annotated[MetricName, Field(description="What is counted.")]
Scope = Annotated[Literal["global", "organization"], Field(description="Whose board it is.")]
Organization = Annotated[str, Field(max_length=100, description="Slug of an organization of yours, with that scope.")]
BoardDate = Annotated[
    date, Field(description="A day of the period; the present one if left out.", examples=["2026-05-06"])
]
Top = Annotated[int, Field(ge=1, le=100, description="How many of each period's first to show.")]
Neighbours = Annotated[int, Field(ge=0, le=25, description="How many learners above and below to show.")]


class Standing(BaseModel):
    """A learner's place on a board. Names are what the learner lets others see."""

    rank: int
    value: int
    name: str | None
    avatar_url: str | None
    level: int | None
    is_me: bool
    id: UUID = Field(exclude=True)


class Snapshot(BaseModel):
    """A closed period as it ended."""

    period_date: date
    participants: int
    closed_at: datetime
    my_rank: int | None
    my_value: int | None
    top: list[Standing] = Field(description="The first of it who let others see them now.")


class Board(BaseModel):
    """A page of a board. A period in which nothing happened reads empty."""

    period: PeriodName
    metric: MetricName
    period_date: date | None = Field(description="First day of the period; null for all_time.")
    participants: int
    refreshed_at: datetime | None = Field(description="When ranks were last rebuilt; values are current.")
    closed_at: datetime | None = Field(description="When the period was closed by the ledger; null while it is open.")
    items: list[Standing]
    next_cursor: str | None = None


class MyStanding(BaseModel):
    """The learner's own place. Rank, value and percentile are null while they are not on the board."""

    period: PeriodName
    metric: MetricName
    period_date: date | None
    participants: int
    refreshed_at: datetime | None
    closed_at: datetime | None
    rank: int | None
    value: int | None
    rank_percentile: float | None = Field(description="Share of participants not ahead of the learner, 0 to 100.")
    neighbours: list[Standing] = Field(description="Best first, the learner among them; those who hide are left out.")
