"""Recommend challenges to take up next, and say why."""

from progressive_flow.discovery import service
from progressive_flow.discovery.models import Count, Recommendations
from progressive_flow.http import Db, Learner, get


@get("/v1/recommendations/challenges")
def handler(learner: Learner, db: Db, count: Count = 5) -> Recommendations:
    return service.recommend_challenges(db, learner, count)
