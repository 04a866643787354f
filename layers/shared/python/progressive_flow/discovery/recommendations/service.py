"""Rules on what to learn next."""

from progressive_flow.discovery.recommendations import repository
from progressive_flow.discovery.recommendations.models import Recommendations
from progressive_flow.discovery.recommendations.recommending import recommend
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal


def recommend_challenges(db: Transaction, principal: Principal, count: int) -> Recommendations:
    """Return what the learner had best take up next."""
    level = repository.skill_level(db, principal.id)
    candidates = repository.list_candidates(db, principal.id)
    skill_level = level.result().skill_level
    return Recommendations(skill_level=skill_level, items=recommend(skill_level, candidates, count))
