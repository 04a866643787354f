"""The instants at which `make test-future` runs the suite, and which of them is the day's."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

ALL = ("tests",)
FAST_TESTS = ("tests", "--ignore=tests/infra", "--ignore=tests/journeys")
# Rules about days, weeks and months, in Python and in SQL: what a continuous integration's run has time for.
RULES = ("tests/unit/operations", "tests/sql", "tests/integration/gamification", "tests/integration/scheduled")
# A process has so long to set the scene of a test of midnight, which then waits until two seconds before.
SETTING_OUT = timedelta(seconds=60)


class Shift(NamedTuple):
    """Where the clock stands when a run begins, given the real time, and what the run tests."""

    name: str
    begins: Callable[[datetime], datetime]
    tests: tuple[str, ...] = FAST_TESTS


def named(name: str) -> Shift:
    """Return a shift by its name."""
    if name == "of-the-day":
        return of_the_day(datetime.now(UTC))
    return SHIFTS[name]


def of_the_day(today: datetime) -> Shift:
    """Return the shift that continuous integration runs on a day: each in turn, the rules of the calendar alone."""
    names = list(SHIFTS)
    return SHIFTS[names[today.toordinal() % len(names)]]._replace(tests=RULES)


def before_midnight(instant: datetime) -> datetime:
    """Return when a process begins whose test crosses the midnight that ends a day."""
    return _at(instant + timedelta(days=1), 0) - SETTING_OUT


def _at(day: datetime, hour: int, minute: int = 0) -> datetime:
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _next(now: datetime, wanted: Callable[[datetime], bool], hour: int, minute: int = 0) -> datetime:
    """Return an hour of the first day from tomorrow that is wanted."""
    days = (now + timedelta(days=number) for number in count(1))
    return _at(next(day for day in days if wanted(day)), hour, minute)


def _last_of_month(day: datetime) -> bool:
    return (day + timedelta(days=1)).day == 1


def _second_sunday_of_march(day: datetime) -> bool:
    """Return whether New York's clocks are put forward, at 07:00 UTC; St. John's are at 05:30."""
    return (day.month, day.weekday()) == (3, 6) and 8 <= day.day <= 14


SHIFTS = {
    shift.name: shift
    for shift in (
        Shift("year", lambda now: now + timedelta(days=365), ALL),
        Shift("leap-day", lambda now: _next(now, lambda day: (day.month, day.day) == (2, 29), 9), ALL),
        Shift("monday", lambda now: _next(now, lambda day: day.weekday() == 0, 0, 1)),
        Shift("sunday", lambda now: _next(now, lambda day: day.weekday() == 6, 22)),
        Shift("month-end", lambda now: _next(now, _last_of_month, 22)),
        Shift("month-start", lambda now: _next(now, lambda day: day.day == 1, 0, 1)),
        Shift("year-end", lambda now: _next(now, lambda day: (day.month, day.day) == (12, 31), 22)),
        Shift("summer-time", lambda now: _next(now, _second_sunday_of_march, 5)),
        Shift("ten-years", lambda now: now + timedelta(days=3652)),
    )
}
WHOLE = ("year", "leap-day")
