"""Rules on boards."""

from uuid import UUID

from progressive_flow import paging
from progressive_flow.database import Transaction
from progressive_flow.gamification import repository
from progressive_flow.gamification.models import Board, MetricName, MyStanding, PeriodName
from progressive_flow.gamification.repository import GLOBAL, BoardKey
from progressive_flow.principal import Learner

TOP_OF_ALL = (2**63 - 1, UUID(int=2**128 - 1))


def show_board(
    db: Transaction, learner: Learner, period: PeriodName, metric: MetricName, cursor: str | None, limit: int
) -> Board:
    """Return a page of the global board of the present period."""
    key = paging.decode(cursor, paging.big_int, UUID)
    board = BoardKey(GLOBAL, metric, period, db.at)
    state = repository.board_state(db, board)
    rows = repository.top(db, board, learner.id, (key[0], key[1]) if key else TOP_OF_ALL, limit + 1)
    page = paging.page(rows, limit, lambda row: [row.value, row.id])
    found = state()
    return Board(
        period=period,
        metric=metric,
        period_date=found.period_date,
        participants=found.participants,
        refreshed_at=found.refreshed_at,
        items=page.items,
        next_cursor=page.next_cursor,
    )


def show_my_standing(
    db: Transaction, learner: Learner, period: PeriodName, metric: MetricName, neighbours: int
) -> MyStanding:
    """Return the learner's own rank and percentile with those around them."""
    board = BoardKey(GLOBAL, metric, period, db.at)
    state = repository.board_state(db, board)
    rows = repository.around(db, board, learner.id, neighbours)
    found = state()
    mine = next((row for row in rows if row.is_me), None)
    return MyStanding(
        period=period,
        metric=metric,
        period_date=found.period_date,
        participants=found.participants,
        refreshed_at=found.refreshed_at,
        rank=mine.rank if mine else None,
        value=mine.value if mine else None,
        rank_percentile=percentile(mine.rank, found.participants) if mine else None,
        neighbours=rows,
    )


def refresh_all_leaderboards(db: Transaction) -> int:
    """Rebuild the ranks of every open board; return how many."""
    return repository.refresh_all_leaderboards(db)


def percentile(rank: int, participants: int) -> float:
    """Return the share, 0 to 100, of participants not ahead of a rank; a rank newer than the count widens it."""
    among = max(participants, rank)
    return round(100 * (among - rank + 1) / among, 2)
