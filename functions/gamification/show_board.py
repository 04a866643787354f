"""Show a leaderboard of the present period."""

from progressive_flow.gamification import service
from progressive_flow.gamification.models import Board, Metric, Period
from progressive_flow.http import Db, Learner, get
from progressive_flow.parameters import Cursor, Limit


@get("/v1/leaderboards/{period}/{metric}", cache="private, max-age=10")
def handler(
    period: Period, metric: Metric, learner: Learner, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Board:
    return service.show_board(db, learner, period, metric, cursor, limit)
