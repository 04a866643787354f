"""List the closed periods of a leaderboard, newest first, each with its first learners.

A closed period does not change. Learners who hide now are left out of its first, though their places stay taken.
"""

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.models import (
    LeaderboardSnapshot,
    Metric,
    Organization,
    Period,
    Scope,
    Top,
)
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get("/v1/leaderboards/{period}/{metric}/snapshots", capabilities=(Capability.DATABASE_READS,), refusals=(404,))
def handler(
    period: Period,
    metric: Metric,
    principal: Principal,
    db: Db,
    scope: Scope = "global",
    organization: Organization | None = None,
    top: Top = 3,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[LeaderboardSnapshot]:
    leaderboard = service.leaderboard_of(db, period, metric, scope, organization, None)
    return service.list_snapshots(db, principal, leaderboard, top, cursor, limit)
