"""Statements on stored attempts, for whoever may see every learner's: the scheduler."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.progress.regrading.models import StoredAttempt

# By id, which is made of the time and leads the primary key: a page is an index scan, however many attempts there are.
PAGE = """
select
    a.id, a.created_at, c.ref as challenge, v.version, a.level_number, a.daily_challenge_id is not null as is_daily,
    a.design_snapshot as design, a.grader_version, a.score::float8 as score, a.passed, level.value as level
from progress.level_attempts as a
inner join curriculum.challenges as c on c.id = a.challenge_id
inner join content.challenge_versions as v on v.id = a.challenge_version_id
left join lateral (
    select jsonb_build_object(
        'requirements', l.value -> 'requirements', 'test_cases', l.value -> 'test_cases',
        'passing_criteria', l.value -> 'passing_criteria'
    ) as value
    from jsonb_array_elements(v.content -> 'levels') as l (value)
    where (l.value ->> 'level')::integer = a.level_number
) as level on true
where
    (a.id, a.created_at) > (%(after)s::uuid, %(after_at)s::timestamptz)
    and (%(since)s::timestamptz is null or a.created_at >= %(since)s)
    and (%(challenge)s::text is null or c.ref = %(challenge)s)
order by a.id, a.created_at
limit %(limit)s
"""
CHALLENGE = "select exists (select from curriculum.challenges as c where c.ref = %s)"


def page(
    db: Transaction, after: tuple[UUID, datetime], since: datetime | None, challenge: str | None, limit: int
) -> list[StoredAttempt]:
    """Return the attempts that come after a place, oldest first."""
    params = {"after": after[0], "after_at": after[1], "since": since, "challenge": challenge, "limit": limit}
    return db.fetch_all(StoredAttempt, PAGE, params)


def challenge_exists(db: Transaction, slug: str) -> bool:
    """Return whether there is or was such a challenge."""
    return db.fetch_value(bool, CHALLENGE, [slug])


def set_read_only(db: Transaction) -> None:
    """Let the database refuse any change in this transaction."""
    db.execute("set transaction read only")
