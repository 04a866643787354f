"""Rules on boards."""

from datetime import UTC, date, datetime, time
from time import monotonic
from typing import Any
from uuid import UUID

from progressive_flow.gamification.leaderboards import repository
from progressive_flow.gamification.leaderboards.models import Board, MetricName, MyStanding, PeriodName, Snapshot
from progressive_flow.gamification.leaderboards.repository import BoardKey, BoardState, ClosingBoard
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.kernel.principal import Principal

PUBLIC = "public"
NOON = time(12, tzinfo=UTC)
TOP_OF_ALL = (2**63 - 1, UUID(int=2**128 - 1))


def board_of(
    db: Transaction, period: PeriodName, metric: MetricName, scope: str, organization: str | None, day: date | None
) -> BoardKey:
    """Return which board is meant; 422 for a scope that lacks its organization. Everyone is in public: that is global."""
    if (scope == "organization") != (organization is not None):
        raise invalid("/query/organization", "Name an organization with scope=organization, and only then.")
    at = datetime.combine(day, NOON) if day else db.at
    if organization == PUBLIC:
        return BoardKey("global", None, metric, period, at)
    return BoardKey(scope, organization, metric, period, at)


def board_of_challenge(db: Transaction, slug: str) -> BoardKey:
    """Return the board of a challenge, which has no periods."""
    return BoardKey("challenge", slug, "xp", "all_time", db.at)


def show_board(db: Transaction, principal: Principal, board: BoardKey, cursor: str | None, limit: int) -> Board:
    """Return a page of a board."""
    key = paging.decode(cursor, paging.big_int, UUID)
    state = repository.board_state(db, board)
    rows = repository.top(db, board, principal.id, (key[0], key[1]) if key else TOP_OF_ALL, limit + 1)
    page = paging.page(rows, limit, lambda row: [row.value, row.id])
    return Board(**_facts(board, state.result()), items=page.items, next_cursor=page.next_cursor)


def show_my_standing(db: Transaction, principal: Principal, board: BoardKey, neighbours: int) -> MyStanding:
    """Return the learner's own rank and percentile with those around them."""
    state = repository.board_state(db, board)
    rows = repository.around(db, board, principal.id, neighbours)
    facts = _facts(board, state.result())
    mine = next((row for row in rows if row.is_me), None)
    return MyStanding(
        **facts,
        rank=mine.rank if mine else None,
        value=mine.value if mine else None,
        rank_percentile=percentile(mine.rank, facts["participants"]) if mine else None,
        neighbours=rows,
    )


def list_snapshots(
    db: Transaction, principal: Principal, board: BoardKey, top: int, cursor: str | None, limit: int
) -> Page[Snapshot]:
    """Return a board's closed periods, newest first."""
    key = paging.decode(cursor, date.fromisoformat)
    state = repository.board_state(db, board)
    rows = repository.list_snapshots(db, board, principal.id, key[0] if key else date.max, top, limit + 1)
    _facts(board, state.result())
    return paging.page(rows, limit, lambda row: [row.period_date.isoformat()])


def _facts(board: BoardKey, state: BoardState) -> dict[str, Any]:
    """Return what every answer says of its board; 404 for a scope the learner does not see."""
    if not state.found:
        raise not_found(f"{board.scope_type} {board.scope}")
    return {
        "period": board.period,
        "metric": board.metric,
        "period_date": state.period_date,
        "participants": state.participants,
        "refreshed_at": state.refreshed_at,
        "closed_at": state.closed_at,
    }


def boards_to_close(db: Transaction) -> list[ClosingBoard]:
    """Return the boards whose period is over."""
    return repository.boards_to_close(db)


def close_board(db: Transaction, board: ClosingBoard) -> int | None:
    """Close a board by the ledger; return how many scores were wrong, None if another run closed it."""
    return repository.close_board(db, board)


def refresh_all_leaderboards(db: Transaction) -> int:
    """Rebuild the ranks of every open board; return how many."""
    return repository.refresh_all_leaderboards(db)


def percentile(rank: int, participants: int) -> float:
    """Return the share, 0 to 100, of participants not ahead of a rank; a rank newer than the count widens it."""
    among = max(participants, rank)
    return round(100 * (among - rank + 1) / among, 2)


def close_periods(seconds: float) -> dict[str, int]:
    """Close every board whose period is over, each in a transaction of its own."""
    closed = corrected = left = 0
    until = monotonic() + seconds
    with transactions.begin(role="scheduler") as db:
        boards = boards_to_close(db)
    for done, board in enumerate(boards):
        if monotonic() > until:
            left = len(boards) - done
            break
        with transactions.begin(role="scheduler") as db:
            wrong = close_board(db, board)
        closed += wrong is not None
        corrected += wrong or 0
    return {"closed": closed, "corrected_scores": corrected, "left": left}
