"""Rules on reading a level."""

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.levels import repository
from progressive_flow.learning.levels.models import LevelDetail
from progressive_flow.progress.grading_inputs import service as tasks


def show_level(db: Transaction, principal: Principal, slug: str, level: int) -> LevelDetail:
    """Return a level and remember that it was opened, since minutes count from then."""
    repository.open_level(db, slug, level)
    found = repository.find_level(db, principal.id, slug, level)
    if found is None:
        raise tasks.no_level(slug, level) if tasks.sees_challenge(db, slug).result() else not_found(f"challenge {slug}")
    return found
