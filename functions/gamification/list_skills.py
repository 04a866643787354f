"""Show the skill tree.

Contains branches and skills without the caller's levels; `GET /v1/me/skills` has them.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import SkillTree
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/skills")
def handler(db: Db) -> SkillTree:
    return service.list_skills(db)
