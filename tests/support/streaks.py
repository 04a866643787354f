"""An independent oracle of streaks: walks the calendar day by day, as a learner would count on their fingers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from tests.support.scene import act_as, one

DAY = timedelta(days=1)


@dataclass
class Count:
    """A streak as it stands at the end of a day."""

    streak: int = 0
    freezes: int = 0
    longest: int = 0
    earned_at: int = 0


def count(active: Iterable[date], skipped: Iterable[date], today: date) -> Count:
    """Return the streak on `today`, of which nothing has been missed yet."""
    done, jumped = set(active), set(skipped)
    state = Count()
    if not done:
        return state
    day = min(done)
    while day <= max(today, *done):
        if day in done:
            state.streak += 1
            state.longest = max(state.longest, state.streak)
            if state.streak % 7 == 0:
                state.freezes = min(2, state.freezes + 1)
        elif day not in jumped and day < today:
            if state.freezes:
                state.freezes -= 1
            else:
                state.streak = 0
        day += DAY
    return state


def active(connection: psycopg.Connection, user: UUID, at: datetime) -> None:
    """Let a user do something that counts."""
    connection.execute("select gamification.record_activity(%s, %s)", [user, at])


def streak_at(connection: psycopg.Connection, user: UUID, at: datetime) -> int:
    """Return what the document's function says."""
    found: int = one(connection, "select gamification.calculate_user_streak(%s, %s)", user, at)
    return found


def days(connection: psycopg.Connection, user: UUID, kind: str) -> list[date]:
    """Return a user's days of a kind."""
    rows = connection.execute(
        "select local_date from gamification.streak_days where user_id = %s and kind = %s order by 1", [user, kind]
    )
    return [row[0] for row in rows]


def move(connection: psycopg.Connection, user: UUID, zone: str, at: datetime) -> bool:
    """Let a user change their zone; return whether they might."""
    act_as(connection, user)
    moved: bool = one(connection, "select identity.change_time_zone(%s, %s)", zone, at)
    return moved


def zone_at(connection: psycopg.Connection, user: UUID, at: datetime) -> ZoneInfo:
    """Return the zone that holds for a user."""
    return ZoneInfo(one(connection, "select identity.zone_at(%s, %s)", user, at))
