"""Put points into a skill.

Points come from XP, and do not come back. The answer is 403 where a prerequisite has no level, and 409 where the pool has
too few points or the skill takes no more.
"""

from progressive_flow.gamification.skills import service
from progressive_flow.gamification.skills.models import NewSkillPoints, SkillAllocation
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import Slug


@post("/v1/me/skills/{slug}/points", refusals=(403, 409))
def handler(slug: Slug, points: NewSkillPoints, db: Db) -> SkillAllocation:
    return service.allocate(db, slug, points.points)
