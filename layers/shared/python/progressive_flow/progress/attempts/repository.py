"""Statements on attempts and unlocking."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.attempts.models import AttemptDetail, AttemptRow

ATTEMPT_COLUMNS = """
    a.id, c.ref as challenge, a.level_number as level, a.attempt_number, a.passed, a.xp_earned, a.hints_used,
    progress.shown_score(a.score, a.passed) as score, a.time_spent_minutes, a.created_at
"""
ATTEMPTS = f"""
select {ATTEMPT_COLUMNS}
from progress.level_attempts as a inner join curriculum.challenges as c on c.id = a.challenge_id
where
    a.user_id = %(me)s and c.ref = %(slug)s and a.level_number = %(level)s
    and (%(before)s::timestamptz is null or (a.created_at, a.id) < (%(before)s, %(before_id)s::uuid))
order by a.created_at desc, a.id desc
limit %(limit)s
"""
ATTEMPT = f"""
select
    {ATTEMPT_COLUMNS}, v.version, a.catalogue_version, a.design_snapshot as design, a.test_results, a.feedback,
    coalesce(
        v.is_active or v.graded_hashes -> a.level_number::text = live.graded_hashes -> a.level_number::text, false
    ) as is_current
from progress.level_attempts as a
inner join curriculum.challenges as c on c.id = a.challenge_id
inner join content.challenge_versions as v on v.id = a.challenge_version_id
left join content.challenge_versions as live on live.challenge_id = a.challenge_id and live.is_active
where a.id = %(id)s and a.user_id = %(me)s
"""


def list_attempts(
    db: Transaction, me: UUID, slug: str, level: int, before: tuple[datetime, UUID] | None, limit: int
) -> list[AttemptRow]:
    """Return the learner's attempts at a level, newest first."""
    at, id_ = before or (None, None)
    params = {"me": me, "slug": slug, "level": level, "before": at, "before_id": id_, "limit": limit}
    return db.fetch_all(AttemptRow, ATTEMPTS, params)


def find_attempt(db: Transaction, me: UUID, attempt_id: UUID) -> AttemptDetail | None:
    """Return one attempt of the learner's own."""
    return db.fetch_optional(AttemptDetail, ATTEMPT, {"me": me, "id": attempt_id})
