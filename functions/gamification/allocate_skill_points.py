"""Put points into a skill.

Points come from XP, and do not come back. The answer is 409 where the pool has too few, the skill takes no more, or a
prerequisite has no level.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import NewSkillPoints, SkillAllocation
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import Slug


@post("/v1/me/skills/{slug}/points", refusals=(409,))
def handler(slug: Slug, points: NewSkillPoints, db: Db) -> SkillAllocation:
    return service.allocate(db, slug, points.points)
