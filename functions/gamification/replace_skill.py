"""Replace the definition of a skill.

Points that learners put into it stay. `is_active: false` retires it.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import SavedSkill, SkillChanges
from progressive_flow.kernel.http.endpoint import Db, put
from progressive_flow.kernel.http.parameters import Slug


@put("/v1/admin/skills/{slug}", current=service.show_saved, permission="content.write")
def handler(slug: Slug, skill: SkillChanges, db: Db) -> SavedSkill:
    return service.replace_skill(db, slug, skill)
