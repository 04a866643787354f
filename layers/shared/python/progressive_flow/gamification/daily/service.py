"""Rules on daily challenges."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from progressive_flow.gamification.daily import repository
from progressive_flow.gamification.daily.models import DailyChallenge, DailyLeaderboard, DailyRow, DayToGrade
from progressive_flow.grading.system_design.goals import with_goals
from progressive_flow.grading.system_design.level_models import Requirements
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import Problem, not_found
from progressive_flow.kernel.principal import Principal

FIRST = (101.0, datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))


def show_today(db: Transaction, principal: Principal) -> DailyChallenge:
    """Return today's challenge with its requirements as of today."""
    today = repository.find_today(db, principal.id)
    if today is None:
        raise _none_yet()
    of_the_level = today.requirements.model_dump(by_alias=True, exclude_none=True)
    of_the_day = apply_daily_modifiers(of_the_level, today.special_requirements, today.difficulty_modifier)
    today.requirements = Requirements.model_validate(of_the_day)
    today.test_cases = with_goals(today.test_cases, today.requirements)
    return today


def day_to_grade(db: Transaction) -> DayToGrade:
    """Return today's level with the requirements of the day, whose load is not below the level's; 404 while none is fixed."""
    day = repository.find_day_to_grade(db)
    if day is None:
        raise _none_yet()
    day.requirements = apply_daily_modifiers(day.requirements or {}, day.special_requirements, day.difficulty_modifier)
    return day


def apply_daily_modifiers(requirements: dict[str, Any], special: dict[str, Any], modifier: float) -> dict[str, Any]:
    """Return a level's requirements as the day has them: what it demands besides, and more load."""
    merged = {**requirements, **special}
    return {**merged, "load": merged.get("load", 1.0) * modifier}


def list_past(db: Transaction, principal: Principal, cursor: str | None, limit: int) -> Page[DailyRow]:
    """Return the days before today, newest first."""
    key = paging.decode(cursor, date.fromisoformat)
    rows = repository.list_past(db, principal.id, key[0] if key else db.at.astimezone(UTC).date(), limit + 1)
    return paging.page(rows, limit, lambda row: [row.date.isoformat()])


def show_leaderboard(db: Transaction, day: date | None, cursor: str | None, limit: int) -> DailyLeaderboard:
    """Return a page of a day's leaderboard, best first; learners who hide are left out."""
    day = day or db.at.astimezone(UTC).date()
    key: list[Any] | None = paging.decode(cursor, _score, datetime.fromisoformat, UUID)
    state = repository.day_state(db, day)
    rows = repository.list_entries(db, day, (key[0], key[1], key[2]) if key else FIRST, limit + 1)
    found = state.result()
    if not found:
        raise not_found(f"challenge of {day}")
    page = paging.page(rows, limit, lambda row: [row.score, row.submitted_at.isoformat(), row.id])
    return DailyLeaderboard(
        date=day,
        participants_count=found[0].participants_count,
        aggregated_at=found[0].aggregated_at,
        items=page.items,
        next_cursor=page.next_cursor,
    )


def open_daily_challenges(db: Transaction) -> int:
    """Fix today's and tomorrow's challenge; return how many were missing."""
    return repository.open_daily_challenges(db)


def aggregate(db: Transaction) -> int:
    """Bring participants, averages and ranks up to now; return how many ranks changed."""
    return repository.aggregate(db)


def _none_yet() -> Problem:
    return Problem(404, "no-daily-challenge", "Today's challenge is not fixed yet: try again in a minute.")


def _score(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:  # noqa: PLR2004 - per cent
        raise ValueError
    return float(value)
