"""Show the leaderboard of a challenge: XP earned on it."""

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.models import Board
from progressive_flow.kernel.http.endpoint import Db, Learner, Need, get
from progressive_flow.kernel.http.parameters import Cursor, Limit, Slug


@get("/v1/challenges/{slug}/leaderboard", needs=(Need.DATABASE_READS,), cache="private, max-age=10")
def handler(slug: Slug, learner: Learner, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Board:
    return service.show_board(db, learner, service.board_of_challenge(db, slug), cursor, limit)
