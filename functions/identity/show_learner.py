"""Show a learner: who they are, what they have earned, and how far they are with each challenge.

Contains challenges that are open to the learner or that they tried, in the order of their tracks.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.parameters import LearnerId
from progressive_flow.learning.learners import service
from progressive_flow.learning.learners.models import LearnerDetail


@get("/v1/admin/learners/{user_id}", permission="analytics.individual")
def handler(user_id: LearnerId, db: Db) -> LearnerDetail:
    return service.show_learner(db, user_id)
