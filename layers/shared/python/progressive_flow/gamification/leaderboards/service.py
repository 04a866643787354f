"""Rules on leaderboards."""

from datetime import UTC, date, datetime, time
from time import monotonic
from typing import Any
from uuid import UUID

from progressive_flow.gamification.leaderboards import repository
from progressive_flow.gamification.leaderboards.models import (
    Leaderboard,
    LeaderboardSnapshot,
    MetricName,
    MyRank,
    PeriodName,
)
from progressive_flow.gamification.leaderboards.repository import (
    ClosingLeaderboard,
    LeaderboardKey,
    LeaderboardState,
    Place,
)
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.kernel.principal import Principal

PUBLIC = "public"
NOON = time(12, tzinfo=UTC)
BEFORE_FIRST = Place(2**63 - 1, datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


def leaderboard_of(
    db: Transaction, period: PeriodName, metric: MetricName, scope: str, organization: str | None, day: date | None
) -> LeaderboardKey:
    """Return the key of a leaderboard; 422 for a scope that lacks its organization. All are in `public`, which is global."""
    if (scope == "organization") != (organization is not None):
        raise invalid("/query/organization", "Name an organization with scope=organization, and only then.")
    at = datetime.combine(day, NOON) if day else db.at
    if organization == PUBLIC:
        return LeaderboardKey("global", None, metric, period, at)
    return LeaderboardKey(scope, organization, metric, period, at)


def leaderboard_of_challenge(db: Transaction, slug: str) -> LeaderboardKey:
    """Return the leaderboard of a challenge, which has no periods."""
    return LeaderboardKey("challenge", slug, "xp", "all_time", db.at)


def show_leaderboard(
    db: Transaction, principal: Principal, leaderboard: LeaderboardKey, cursor: str | None, limit: int
) -> Leaderboard:
    """Return a page of a leaderboard."""
    key = paging.decode(cursor, paging.big_int, datetime.fromisoformat, UUID)
    state = repository.leaderboard_state(db, leaderboard)
    rows = repository.list_entries(db, leaderboard, principal.id, Place(*key) if key else BEFORE_FIRST, limit + 1)
    page = paging.page(rows, limit, lambda row: [row.value, row.reached_at.isoformat(), row.id])
    return Leaderboard(**_facts(leaderboard, state.result()), items=page.items, next_cursor=page.next_cursor)


def show_my_rank(db: Transaction, principal: Principal, leaderboard: LeaderboardKey, neighbours: int) -> MyRank:
    """Return the learner's own rank and percentile with their neighbours."""
    state = repository.leaderboard_state(db, leaderboard)
    rows = repository.list_neighbours(db, leaderboard, principal.id, neighbours)
    facts = _facts(leaderboard, state.result())
    mine = next((row for row in rows if row.is_me), None)
    if mine:  # ranks are live, and the count is of the last rebuild
        facts["participants"] = max(facts["participants"], mine.rank)
    return MyRank(
        **facts,
        rank=mine.rank if mine else None,
        value=mine.value if mine else None,
        rank_percentile=percentile(mine.rank, facts["participants"]) if mine else None,
        neighbours=rows,
    )


def list_snapshots(
    db: Transaction, principal: Principal, leaderboard: LeaderboardKey, top: int, cursor: str | None, limit: int
) -> Page[LeaderboardSnapshot]:
    """Return a leaderboard's closed periods, newest first."""
    key = paging.decode(cursor, date.fromisoformat)
    state = repository.leaderboard_state(db, leaderboard)
    rows = repository.list_snapshots(db, leaderboard, principal.id, key[0] if key else date.max, top, limit + 1)
    _facts(leaderboard, state.result())
    return paging.page(rows, limit, lambda row: [row.period_date.isoformat()])


def _facts(leaderboard: LeaderboardKey, state: LeaderboardState) -> dict[str, Any]:
    """Return what every response says of its leaderboard; 404 for a scope that the learner does not see."""
    if not state.found:
        raise not_found(f"{leaderboard.scope_type} {leaderboard.scope}")
    return {
        "period": leaderboard.period,
        "metric": leaderboard.metric,
        "period_date": state.period_date,
        "participants": state.participants,
        "refreshed_at": state.refreshed_at,
        "closed_at": state.closed_at,
    }


def leaderboards_to_close(db: Transaction) -> list[ClosingLeaderboard]:
    """Return the leaderboards whose period is over."""
    return repository.leaderboards_to_close(db)


def close_leaderboard(db: Transaction, leaderboard: ClosingLeaderboard) -> int | None:
    """Close a leaderboard by the ledger; return how many scores were wrong, None if another run closed it."""
    return repository.close_leaderboard(db, leaderboard)


def refresh_all_leaderboards(db: Transaction) -> int:
    """Rebuild the ranks of every open leaderboard; return how many."""
    return repository.refresh_all_leaderboards(db)


def percentile(rank: int, participants: int) -> float:
    """Return the share, 0 to 100, of participants not ahead of a rank, which is one of them."""
    return round(100 * (participants - rank + 1) / participants, 2)


def close_periods(seconds: float) -> dict[str, int]:
    """Close every leaderboard whose period is over, each in a transaction of its own."""
    closed = corrected = left = 0
    until = monotonic() + seconds
    with transactions.begin(role="scheduler") as db:
        leaderboards = leaderboards_to_close(db)
    for done, leaderboard in enumerate(leaderboards):
        if monotonic() > until:
            left = len(leaderboards) - done
            break
        with transactions.begin(role="scheduler") as db:
            wrong = close_leaderboard(db, leaderboard)
        closed += wrong is not None
        corrected += wrong or 0
    return {"closed": closed, "corrected_scores": corrected, "left": left}
