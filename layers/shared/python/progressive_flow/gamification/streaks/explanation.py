"""Puts a streak into words. The rules themselves live in the database: `next_streak`, `missed_days`, `record_activity`."""

from datetime import date, timedelta

from progressive_flow.gamification.streaks.models import Day, Streak, StreakState


def describe(state: StreakState, calendar: list[Day], days: int) -> Streak:
    """Return the streak as of today with the days missed since, which no row records before the learner is back."""
    alive = state.last_day is not None and len(state.missed) <= state.freezes
    current = state.streak if alive else 0
    pending = [Day(date=day, kind="frozen") for day in state.missed] if alive else []
    known = {day.date for day in calendar}
    shown = [day for day in reversed(pending) if day.date not in known] + calendar
    since = state.today - timedelta(days=days - 1)
    return Streak(
        current_streak_days=current,
        longest_streak_days=state.longest,
        freezes=max(0, state.freezes - len(state.missed)),
        today=state.today,
        active_today=state.last_day == state.today,
        time_zone=state.time_zone,
        next_milestone=state.next_milestone,
        next_milestone_xp=state.next_milestone_xp,
        explanation=_explain(state, calendar, alive=alive),
        calendar=[day for day in shown if since <= day.date <= state.today],
    )


def _explain(state: StreakState, calendar: list[Day], *, alive: bool) -> list[str]:
    if state.last_day is None:
        return ["Pass a level, the daily challenge or an assessment to begin a streak."]
    if not alive:
        covered = f" {_count(state.freezes, 'freeze')} could not cover that." if state.freezes else ""
        return [
            f"Your streak of {_count(state.streak, 'day')} ended: you were away since {_day(state.last_day)}.{covered}"
        ]
    lines = [f"Freeze used for {_day(day)}." for day in state.missed]
    begun = _beginning(calendar)
    lines += [f"Freeze used for {_day(day.date)}." for day in calendar if day.kind == "frozen" and day.date > begun][:5]
    skipped = [day.date for day in calendar if day.kind == "skipped" and day.date <= state.today]
    lines += [f"{_day(day)} never happened for you: you moved east." for day in skipped][:2]
    if state.last_day < state.today:
        lines.insert(0, "Be active today to go on.")
    return lines


def _beginning(calendar: list[Day]) -> date:
    """Return the first day of the streak, or the oldest that is known."""
    first = next((day.date for day in calendar if day.streak == 1), None)
    return first or (calendar[-1].date if calendar else date.min)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
