"""Show a leaderboard.

Values are current; ranks are at most a minute old. Equal values share a rank. Learners who hide are left out, though
their places stay taken.
"""

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.models import (
    Leaderboard,
    LeaderboardDate,
    Metric,
    Organization,
    Period,
    Scope,
)
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.parameters import Cursor, Limit


@get(
    "/v1/leaderboards/{period}/{metric}",
    capabilities=(Capability.DATABASE_READS,),
    refusals=(404,),
)
def handler(
    period: Period,
    metric: Metric,
    principal: Principal,
    db: Db,
    scope: Scope = "global",
    organization: Organization | None = None,
    date: LeaderboardDate | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Leaderboard:
    leaderboard = service.leaderboard_of(db, period, metric, scope, organization, date)
    return service.show_leaderboard(db, principal, leaderboard, cursor, limit)
