"""Statements on levels to attempt. Each is one round trip, the learner's progress included."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.progress.grading_inputs.models import LevelToGrade

SEEN = """
select exists (select from curriculum.live_challenges as c where c.ref = %(slug)s) as seen
"""
LEVEL_TO_GRADE = """
select
    c.id as challenge_id, c.ref as slug, c.title, c.kind, %(level)s::integer as level, v.id as version_id,
    l.requirements, l.test_cases, l.passing_criteria,
    p.unlock_date is not null as unlocked,
    progress.is_level_open(%(level)s, p.levels_completed) as level_open,
    exists (
        select from curriculum.challenge_levels as further
        where further.challenge_id = c.id and further.level_number = %(level)s + 1
    ) as has_next,
    case when p.unlock_date is null then progress.missing_prerequisites(c.id) end as missing
from curriculum.live_challenges as c
left join curriculum.challenge_levels as l on l.challenge_id = c.id and l.level_number = %(level)s
left join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
where c.ref = %(slug)s
"""


def challenge_exists(db: Transaction, slug: str) -> Deferred[bool]:
    """Queue the question whether the learner can see such a challenge, so that it travels with the next one."""
    return db.defer_value(bool, SEEN, {"slug": slug})


def find_level_to_grade(db: Transaction, me: UUID, slug: str, level: int) -> LevelToGrade | None:
    """Return a level as the grader needs it; its content is None if the level is not published."""
    return db.fetch_optional(LevelToGrade, LEVEL_TO_GRADE, {"me": me, "slug": slug, "level": level})
