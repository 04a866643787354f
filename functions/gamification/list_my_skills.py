"""Show the skill tree with the learner's levels and points.

Contains the pool of points, and for each skill whether points may go into it and what is missing.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import MySkills
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/me/skills")
def handler(principal: Principal, db: Db) -> MySkills:
    return service.list_my_skills(db, principal)
