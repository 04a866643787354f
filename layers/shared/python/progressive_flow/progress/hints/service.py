"""Rules on hints."""

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.grading_inputs import service as tasks
from progressive_flow.progress.hints import repository
from progressive_flow.progress.hints.models import Hints, NewHint, RevealedHint


def show_hints(db: Transaction, principal: Principal, slug: str, level: int) -> Hints:
    """Return a level's hints: the revealed ones to read, the others with their price."""
    hints = repository.find_hints(db, principal.id, slug, level)
    if hints is None:
        raise not_found(f"published level {level} of {slug}")
    return hints


def reveal_hint(db: Transaction, slug: str, level: int, wanted: NewHint) -> RevealedHint:
    """Reveal the wanted hint; 403 while the learner may not attempt the level."""
    task = tasks.level_to_grade(db, slug, level)
    return repository.reveal_hint(db, task.challenge_id, level, wanted.hint_number)
