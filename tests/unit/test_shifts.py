"""The instants at which `make test-future` runs the suite."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support import shifts

AT = datetime(2026, 5, 6, 12, 30, 15, 5, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("year", "2027-05-06T12:30:15.000005"),
        ("leap-day", "2028-02-29T09:00:00"),
        ("monday", "2026-05-11T00:01:00"),
        ("sunday", "2026-05-10T22:00:00"),
        ("month-end", "2026-05-31T22:00:00"),
        ("month-start", "2026-06-01T00:01:00"),
        ("year-end", "2026-12-31T22:00:00"),
        ("summer-time", "2027-03-14T05:00:00"),
        ("ten-years", "2036-05-05T12:30:15.000005"),
    ],
)
def test_a_shift_begins_at_the_next_such_instant(name: str, begins: str) -> None:
    assert shifts.named(name).begins(AT) == datetime.fromisoformat(begins).replace(tzinfo=UTC)


@pytest.mark.parametrize("name", shifts.SHIFTS)
@pytest.mark.parametrize("at", [AT, datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)])
def test_the_clock_is_put_forward_only(name: str, at: datetime) -> None:
    assert shifts.named(name).begins(at) > at


def test_every_shift_has_its_day() -> None:
    days = [AT + timedelta(days=number) for number in range(len(shifts.SHIFTS))]
    assert sorted(shifts.of_the_day(day).name for day in days) == sorted(shifts.SHIFTS)
    assert {shifts.of_the_day(day).tests for day in days} == {shifts.RULES}


def test_a_process_begins_a_minute_before_midnight() -> None:
    assert shifts.before_midnight(AT) == datetime(2026, 5, 6, 23, 59, tzinfo=UTC)
