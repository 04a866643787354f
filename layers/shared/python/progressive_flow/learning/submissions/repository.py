"""The statements that record an attempt, and that take a try for a trial."""

from collections.abc import Sequence
from typing import Any

from psycopg.types.json import Jsonb

from progressive_flow.grading.contracts import Verdict
from progressive_flow.kernel import settings
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.learning.submissions.models import Offered, RecordedAttempt, SubmittedAttempt

SUBMIT = """
select
    attempt_id, attempt_number, xp_earned, time_spent_minutes, hints_used, first_pass, challenge_completed, unlocked,
    achievements, streak_days, daily_bonus_xp, total_xp, current_level, shown_score, tries_left
from learning.submit_attempt(
    %(challenge_id)s, %(level)s, %(version_id)s, %(submission)s, %(results)s, %(score)s::numeric, %(passed)s, %(feedback)s,
    %(catalogue)s, %(at)s, %(day)s, %(kind)s, %(grader_version)s, %(tries)s, %(refill)s
)
"""

OFFERED = """
select
    progress.suggestion_price(l.level_number, l.hints, mine.suggestion_penalty is not null, mine.passed_at is not null)
        as suggestion_price,
    today.challenge as daily_challenge, today.level as daily_level, today.title as daily_title,
    today.bonus_xp as daily_bonus_xp
from curriculum.challenge_levels as l
left join progress.user_level_progress as mine
    on
        mine.challenge_id = l.challenge_id and mine.level_number = l.level_number
        and mine.user_id = (select identity.current_user_id())
left join lateral (
    select
        c.ref as challenge, c.title, d.level_number as level,
        round(of_day.xp_reward * (d.xp_multiplier - 1))::integer as bonus_xp
    from gamification.daily_challenges as d
    inner join curriculum.challenges as c on c.id = d.challenge_id
    inner join curriculum.challenge_levels as of_day
        on of_day.challenge_id = d.challenge_id and of_day.level_number = d.level_number
    where
        d.date = (%(at)s::timestamptz at time zone 'UTC')::date
        and not exists (
            select from gamification.daily_challenge_attempts as a
            where a.daily_challenge_id = d.id and a.user_id = (select identity.current_user_id()) and a.passed
        )
) as today on true
where l.challenge_id = %(challenge_id)s and l.level_number = %(level)s
"""

TAKE_TRY = "select progress.take_try(%(slug)s, %(level)s, %(tries)s, %(refill)s, %(at)s)"


def take_try(db: Transaction, slug: str, level: int) -> Deferred[int | None]:
    """Queue the taking of a try for a trial; the result is how many are left, None where tries cost nothing.

    It travels with the next statement, whose result raises 429 where none is left. A trial that is refused takes none, since
    the transaction ends without a commit.
    """
    params = {"slug": slug, "level": level, "at": db.at, **settings.tries()._asdict()}
    return db.defer_optional_value(int, TAKE_TRY, params)


def offered(db: Transaction, submitted: SubmittedAttempt) -> Deferred[Offered | None]:
    """Queue the question what else there is for the learner; it travels with what records the attempt."""
    params = {"challenge_id": submitted.challenge_id, "level": submitted.level, "at": db.at}
    return db.defer_optional(Offered, OFFERED, params)


def submit_attempt(
    db: Transaction, submitted: SubmittedAttempt, verdict: Verdict, results: Sequence[dict[str, Any]]
) -> RecordedAttempt:
    """Record a graded submission with all that follows from it, in one call; 429 where it failed and no try is left."""
    params = submitted.model_dump() | {
        "submission": Jsonb(submitted.submission),
        "results": Jsonb(list(results)),
        "score": verdict.score,
        "passed": verdict.passed,
        "feedback": Jsonb(dict(verdict.feedback)),
        "catalogue": verdict.catalogue_version,
        "grader_version": verdict.grader_version,
        **settings.tries()._asdict(),
    }
    return db.fetch_one(RecordedAttempt, SUBMIT, params)
