"""Recommend challenges to take up next, and say why."""

from progressive_flow.discovery.recommendations import service
from progressive_flow.discovery.recommendations.models import Count, Recommendations
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/recommendations/challenges")
def handler(principal: Principal, db: Db, count: Count = 5) -> Recommendations:
    return service.recommend_challenges(db, principal, count)
