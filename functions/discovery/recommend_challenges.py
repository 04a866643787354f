"""Recommend challenges to take up next, and say why.

Recommends what was begun first, then what an assessment found weak, then what follows in the learner's tracks and at
their level.
"""

from progressive_flow.discovery.recommendations import service
from progressive_flow.discovery.recommendations.models import Count, Recommendations
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/recommendations/challenges")
def handler(principal: Principal, db: Db, count: Count = 5) -> Recommendations:
    return service.recommend_challenges(db, principal, count)
