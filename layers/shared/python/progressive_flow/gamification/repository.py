"""Statements on boards: each an index probe or a short index scan, whatever the number of learners."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.database import Transaction
from progressive_flow.gamification.models import Standing

GLOBAL = UUID(int=0)
BOARD = (
    "scope_id = %(scope)s and metric_type = %(metric)s and period_type = %(period)s"
    " and period_date = gamification.period_start(%(period)s, %(at)s)"
)
STANDING_COLUMNS = """
    gamification.rank_of_score(
        %(scope)s, %(metric)s, %(period)s, gamification.period_start(%(period)s, %(at)s), s.metric_value
    ) as rank,
    s.metric_value as value, profile.shown_name as name, profile.avatar_url, profile.current_level as level,
    s.user_id = %(me)s as is_me, s.id
"""
STATE = f"""
select
    nullif(gamification.period_start(%(period)s, %(at)s), date '1970-01-01') as period_date,
    coalesce(board.participants, 0) as participants, board.refreshed_at
from (values (true)) as always (here)
left join (select participants, refreshed_at from gamification.leaderboard_boards where {BOARD}) as board on always.here
"""
TOP = f"""
select {STANDING_COLUMNS}
from gamification.leaderboard_scores as s inner join identity.public_profiles as profile on profile.user_id = s.user_id
where
    {BOARD}
    and (s.metric_value, s.id) < (%(value)s, %(after)s)
order by s.metric_value desc, s.id desc
limit %(limit)s
"""
# Row comparisons take scalar sub-selects: joined to a common table expression they would scan the whole board.
AROUND = f"""
select {STANDING_COLUMNS}
from (
    (
        select metric_value, id, user_id from gamification.leaderboard_scores
        where {BOARD} and (metric_value, id) > (
            (select metric_value from gamification.leaderboard_scores where {BOARD} and user_id = %(me)s),
            (select id from gamification.leaderboard_scores where {BOARD} and user_id = %(me)s)
        )
        order by metric_value, id
        limit %(neighbours)s
    )
    union all
    (select metric_value, id, user_id from gamification.leaderboard_scores where {BOARD} and user_id = %(me)s)
    union all
    (
        select metric_value, id, user_id from gamification.leaderboard_scores
        where {BOARD} and (metric_value, id) < (
            (select metric_value from gamification.leaderboard_scores where {BOARD} and user_id = %(me)s),
            (select id from gamification.leaderboard_scores where {BOARD} and user_id = %(me)s)
        )
        order by metric_value desc, id desc
        limit %(neighbours)s
    )
) as s
left join identity.public_profiles as profile on profile.user_id = s.user_id
where profile.user_id is not null or s.user_id = %(me)s
order by s.metric_value desc, s.id desc
"""


class BoardKey(NamedTuple):
    """Which board: scope, metric, period and an instant in it."""

    scope: UUID
    metric: str
    period: str
    at: datetime


class BoardState(NamedTuple):
    """The first day of a board's period (None for all_time), how many are on it, and when its ranks were rebuilt."""

    period_date: date | None
    participants: int
    refreshed_at: datetime | None


def board_state(db: Transaction, board: BoardKey) -> Callable[[], BoardState]:
    """Queue the question for a board's state, so that it travels with the next one."""
    rows = db.later(BoardState, STATE, board._asdict())
    return lambda: rows()[0]


def top(db: Transaction, board: BoardKey, me: UUID, after: tuple[int, UUID], limit: int) -> list[Standing]:
    """Return the learners who come after a place, best first; those who hide are left out."""
    params = {**board._asdict(), "me": me, "value": after[0], "after": after[1], "limit": limit}
    return db.all(Standing, TOP, params)


def around(db: Transaction, board: BoardKey, me: UUID, neighbours: int) -> list[Standing]:
    """Return the learner with so many above and below; nothing if they are not on the board."""
    return db.all(Standing, AROUND, {**board._asdict(), "me": me, "neighbours": neighbours})


def refresh_all_leaderboards(db: Transaction) -> int:
    """Rebuild the ranks of every open board; return how many, 0 if another run was at it."""
    refreshed: int = db.value("select gamification.refresh_all_leaderboards(%s)", [db.at])
    return refreshed
