"""Show the learner's own rank, percentile and neighbours on a leaderboard."""

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.models import (
    LeaderboardDate,
    Metric,
    MyRank,
    Neighbours,
    Organization,
    Period,
    Scope,
)
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/leaderboards/{period}/{metric}/me", refusals=(404,))
def handler(
    period: Period,
    metric: Metric,
    principal: Principal,
    db: Db,
    neighbours: Neighbours = 2,
    scope: Scope = "global",
    organization: Organization | None = None,
    date: LeaderboardDate | None = None,
) -> MyRank:
    leaderboard = service.leaderboard_of(db, period, metric, scope, organization, date)
    return service.show_my_rank(db, principal, leaderboard, neighbours)
