"""Show the learner's own rank, percentile and neighbours on a leaderboard.

Contains the learners next above and below. Rank, value and percentile are null while the learner has no score in the
period.
"""

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
