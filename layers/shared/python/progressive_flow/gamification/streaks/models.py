"""A streak and its calendar."""

from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

LearnersDay = Annotated[date, Field(description="The day, in the learner's time zone.")]
CalendarDays = Annotated[int, Field(ge=1, le=366, description="How many days of the calendar to show, up to today.")]


class Day(BaseModel):
    """A day of the calendar: active, missed and covered by a freeze, or jumped over moving east."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    date: LearnersDay
    kind: Literal["active", "frozen", "skipped"] = Field(
        description="`active`, `frozen` (missed, and covered by a freeze) or `skipped` (jumped over moving east)."
    )
    streak: int | None = Field(default=None, description="The streak at the end of an active day; null for the others.")


class Streak(BaseModel):
    """The learner's streak, in their own days, and why it is what it is."""

    current_streak_days: int = Field(description="Days of the current streak; 0 without one.")
    longest_streak_days: int = Field(description="Days of the longest streak there was.")
    freezes: int = Field(description="Freezes in hand, two at most; every seventh streak day earns one.")
    today: date = Field(description="The present day, in the learner's time zone.")
    active_today: bool = Field(description="Whether today already counts.")
    time_zone: str = Field(description="IANA name of the zone in which the days count.")
    next_milestone: int | None = Field(description="Days of the next streak that pays XP; null after the last.")
    next_milestone_xp: int | None = Field(description="XP that it pays; null after the last.")
    explanation: list[str] = Field(description="Why the streak is what it is, in sentences for people.")
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
