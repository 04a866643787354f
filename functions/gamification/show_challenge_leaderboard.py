"""Show the leaderboard of a challenge: XP earned on it.

It has no periods and counts all time. Learners who hide are left out.
"""

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.models import Leaderboard
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.parameters import Cursor, Limit, Reference


@get("/v1/challenges/{slug}/leaderboard", capabilities=(Capability.DATABASE_READS,))
def handler(
    slug: Reference, principal: Principal, db: Db, cursor: Cursor | None = None, limit: Limit = 25
) -> Leaderboard:
    return service.show_leaderboard(db, principal, service.leaderboard_of_challenge(db, slug), cursor, limit)
