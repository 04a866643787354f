"""Show the learner's own rank, percentile and neighbours on a leaderboard."""

from progressive_flow.gamification import service
from progressive_flow.gamification.models import Metric, MyStanding, Neighbours, Period
from progressive_flow.http import Db, Learner, get


@get("/v1/leaderboards/{period}/{metric}/me")
def handler(period: Period, metric: Metric, learner: Learner, db: Db, neighbours: Neighbours = 2) -> MyStanding:
    return service.show_my_standing(db, learner, period, metric, neighbours)
