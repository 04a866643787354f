"""A streak and its calendar."""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field

CalendarDays = Annotated[int, Field(ge=1, le=366, description="How many days of the calendar to show, up to today.")]


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
