"""Add a skill to the tree.

The answer is 409 where the slug is taken. Prerequisites may not form a cycle.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import NewSkill, SavedSkill
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/skills", location="/v1/admin/skills/{slug}", permission="content.write", refusals=(409,))
def handler(skill: NewSkill, db: Db) -> SavedSkill:
    return service.create_skill(db, skill)
