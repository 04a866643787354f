"""Statements on levels to attempt. Each is one round trip, the learner's progress included."""

from typing import Any, NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.progress.grading_inputs.models import LevelToGrade

SEEN = """
select exists (select from curriculum.live_challenges as c where c.ref = %(slug)s) as seen
"""
LEVEL_TO_GRADE = """
select
    challenge_id, slug, title, kind, %(level)s::integer as level, version_id, level_published, requirements, test_cases,
    passing_criteria, unlocked, level_open, has_next, missing
from progress.level_to_grade(%(slug)s, %(level)s, %(known)s)
"""
MAX_KNOWN = 512


class Known(NamedTuple):
    """What the live version of a level said when this process read it."""

    version_id: UUID
    content: dict[str, Any]


_known: dict[tuple[str, int], Known] = {}


def challenge_exists(db: Transaction, slug: str) -> Deferred[bool]:
    """Queue the question whether the learner can see such a challenge, so that it travels with the next one."""
    return db.defer_value(bool, SEEN, {"slug": slug})


def find_level_to_grade(db: Transaction, slug: str, level: int) -> LevelToGrade | None:
    """Return a level as the grader needs it; its content is None if the level is not published.

    A process reads a version's content once, since it never changes.
    """
    known = _known.get((slug, level))
    params = {"slug": slug, "level": level, "known": known.version_id if known else None}
    found = db.fetch_optional(LevelToGrade, LEVEL_TO_GRADE, params)
    if found is None or not found.level_published or found.version_id is None:
        return found
    if known and known.version_id == found.version_id:
        return found.model_copy(update=known.content)
    if len(_known) >= MAX_KNOWN:
        _known.clear()
    content = {name: getattr(found, name) for name in ("requirements", "test_cases", "passing_criteria")}
    _known[slug, level] = Known(found.version_id, content)
    return found
