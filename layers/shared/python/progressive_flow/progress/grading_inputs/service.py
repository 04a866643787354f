"""Rules on attempting a level."""

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.http.problems import Problem, not_found
from progressive_flow.progress.grading_inputs import repository
from progressive_flow.progress.grading_inputs.models import LevelToGrade, Missing


def level_to_grade(db: Transaction, slug: str, level: int) -> LevelToGrade:
    """Return what the grader needs if the learner may attempt the level now; else 404, or 403 with what is missing."""
    found = repository.find_level_to_grade(db, slug, level)
    if found is None:
        raise not_found(f"challenge {slug}")
    if not found.unlocked:
        raise locked_challenge(found.missing or [])
    if not found.level_published or found.version_id is None:
        raise no_level(slug, level)
    if not found.level_open:
        detail = f"Level {level} is locked: pass level {level - 1} first."
        raise _locked("level-locked", detail, [Missing(challenge=slug, level=level - 1, skill=None, title=found.title)])
    return found


def locked_challenge(missing: list[Missing]) -> Problem:
    """Return the 403 of a challenge whose prerequisites are missing."""
    names = ", ".join(row.title for row in missing) or "an administrator's grant"
    return _locked("locked", f"This challenge is locked. Still needed: {names}.", missing)


def _locked(kind: str, detail: str, missing: list[Missing]) -> Problem:
    return Problem(403, kind, detail, extra={"missing": [row.model_dump() for row in missing]})


def sees_challenge(db: Transaction, slug: str) -> Deferred[bool]:
    """Queue the question whether the learner can see such a challenge; asking the result costs no round trip of its own."""
    return repository.challenge_exists(db, slug)


def no_level(slug: str, level: int) -> Problem:
    """Return the 404 of a level that a challenge has, or will have, and nobody has published."""
    return Problem(
        404,
        "level-not-published",
        f"Level {level} of {slug} is not published yet: see the challenge for those that are.",
    )
