"""Grades stored attempts again, each by its own version of the challenge, and reports what would differ.

A verdict follows from the design and the versions of challenge and grader alone, all of them stored: a difference means
that the evaluator changed without a new version, or that a row did. It changes nothing, so no XP is ever taken away.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from progressive_flow.grading.system_design.engine import Evaluation, evaluate
from progressive_flow.grading.system_design.versions import GRADER_VERSION
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.errors import UserError
from progressive_flow.progress.regrading import repository
from progressive_flow.progress.regrading.models import Difference, Regrading, StoredAttempt

BATCH = 200
FIRST = (UUID(int=0), datetime(1970, 1, 1, tzinfo=UTC))
CLOSE = 0.005  # scores are kept with two decimals

DAILY = "of a daily challenge, graded with that day's load"
NO_LEVEL = "its version has no such level"
OUTDATED = "graded by another version of the grader, whose results stay"


def regrade(
    since: datetime | None = None,
    challenge: str | None = None,
    limit: int | None = None,
    report: Callable[[Regrading], None] = lambda _: None,
) -> Regrading:
    """Grade attempts again, oldest first, and return what differs; `report` receives the progress after each batch."""
    done = Regrading()
    for batch in _batches(since, challenge, limit):
        for attempt in batch:
            _compare(attempt, done)
        report(done)
    return done


def _batches(since: datetime | None, challenge: str | None, limit: int | None) -> Iterator[list[StoredAttempt]]:
    """Read page by page, each in a transaction of its own: no snapshot is held while the evaluator works."""
    after, left = FIRST, limit
    while left is None or left > 0:
        with transactions.begin(role="scheduler") as db:
            repository.set_read_only(db)
            if after == FIRST and challenge and not repository.challenge_exists(db, challenge):
                raise UserError(f"There is no challenge {challenge}.")
            batch = repository.page(db, after, since, challenge, BATCH if left is None else min(BATCH, left))
        if not batch:
            return
        yield batch
        after = (batch[-1].id, batch[-1].created_at)
        left = None if left is None else left - len(batch)


def _compare(attempt: StoredAttempt, done: Regrading) -> None:
    done.attempts += 1
    found = _grade(attempt)
    if found is None:
        done.failed.append(attempt.id)
    elif isinstance(found, str):
        done.skipped[found] = done.skipped.get(found, 0) + 1
    elif found.passed == attempt.passed and abs(found.score - attempt.score) < CLOSE:
        done.equal += 1
    else:
        done.differences.append(_difference(attempt, found))


def _grade(attempt: StoredAttempt) -> Evaluation | str | None:
    """Return the verdict of today, or why there is none; None if the evaluator breaks on it."""
    if attempt.is_daily:
        return DAILY
    if attempt.grader_version != GRADER_VERSION:
        return OUTDATED
    if attempt.level is None:
        return NO_LEVEL
    level = attempt.level
    try:
        tests, criteria = level["test_cases"] or [], level["passing_criteria"] or {}
        return evaluate(attempt.design, level["requirements"] or {}, tests, criteria)
    except Exception:  # noqa: BLE001 - one design that a hand wrote into a row must not hide what the others say
        return None


def _difference(attempt: StoredAttempt, found: Evaluation) -> Difference:
    return Difference(
        attempt_id=attempt.id,
        challenge=attempt.challenge,
        level=attempt.level_number,
        version=attempt.version,
        stored_score=attempt.score,
        stored_passed=attempt.passed,
        score=found.score,
        passed=found.passed,
    )
