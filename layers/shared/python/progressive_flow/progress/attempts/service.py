"""Rules on attempts and unlocking."""

from datetime import datetime
from typing import Any
from uuid import UUID

from progressive_flow import paging
from progressive_flow.curriculum import service as curriculum
from progressive_flow.curriculum.models import LevelToGrade
from progressive_flow.database import Transaction
from progressive_flow.errors import invalid, not_found
from progressive_flow.evaluator import CATALOGUE_VERSION, evaluate
from progressive_flow.paging import Page
from progressive_flow.principal import Learner
from progressive_flow.progress.attempts import repository
from progressive_flow.progress.attempts.models import (
    AttemptDetail,
    AttemptRow,
    GradedAttempt,
    NewUnlockGrant,
    Submission,
    TestResult,
    UnlockGrant,
)

HIDDEN = {"kind": None, "observed": None, "target": None, "unit": None}


def submit_attempt(db: Transaction, learner: Learner, slug: str, level: int, submission: Submission) -> GradedAttempt:
    """Grade a design on the level's live revision and record it; 403 tells what is missing for a locked one."""
    return _grade(db, curriculum.level_to_grade(db, learner, slug, level), submission, None)


def submit_to_day(db: Transaction, day: UUID, task: LevelToGrade, submission: Submission) -> GradedAttempt:
    """Grade a design on the day's level, whose requirements are the day's; open to everybody, whatever they have passed."""
    return _grade(db, task, submission, day)


def _grade(db: Transaction, task: LevelToGrade, submission: Submission, day: UUID | None) -> GradedAttempt:
    design = submission.design.as_graph()
    tests = task.test_cases or []
    verdict = evaluate(design, task.requirements or {}, tests, task.passing_criteria or {})
    results = _mark_hidden(verdict.test_results, tests)
    if task.version_id is None:
        raise not_found(f"published level {task.level} of {task.slug}")
    recorded = repository.record_attempt(
        db,
        repository.Verdict(
            task.challenge_id,
            task.level,
            task.version_id,
            design,
            results,
            verdict.score,
            verdict.passed,
            verdict.feedback,
            CATALOGUE_VERSION,
            day,
        ),
    )
    return GradedAttempt(
        id=recorded.attempt_id,
        challenge=task.slug,
        level=task.level,
        created_at=db.at,
        score=verdict.score,
        passed=verdict.passed,
        test_results=_shown([TestResult.model_validate(result) for result in results]),
        feedback=verdict.feedback,
        **recorded.model_dump(exclude={"attempt_id"}),
    )


def list_attempts(
    db: Transaction, learner: Learner, slug: str, level: int, cursor: str | None, limit: int
) -> Page[AttemptRow]:
    """Return the learner's attempts at a level, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    before = (key[0], key[1]) if key else None
    seen = curriculum.sees_challenge(db, slug)
    rows = repository.list_attempts(db, learner.id, slug, level, before, limit + 1)
    if not seen():
        raise not_found(f"challenge {slug}")
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def show_attempt(db: Transaction, learner: Learner, attempt_id: UUID) -> AttemptDetail:
    """Return one attempt; another learner's is as if it were not there."""
    attempt = repository.find_attempt(db, learner.id, attempt_id)
    if attempt is None:
        raise not_found(f"attempt {attempt_id}")
    attempt.test_results = _shown(attempt.test_results)
    return attempt


def grant_unlocks(db: Transaction, grant: NewUnlockGrant) -> UnlockGrant:
    """Open challenges for a learner, whatever they have completed; repeating it changes nothing."""
    exists = repository.user_exists(db, grant.user_id)
    known = {row.slug: row.id for row in repository.find_challenges(db, grant.challenge_slugs)}
    if not exists():
        raise invalid("/body/user_id", f"There is no user {grant.user_id}.")
    if unknown := sorted(set(grant.challenge_slugs) - known.keys()):
        raise invalid("/body/challenge_slugs", f"There is no challenge {', '.join(unknown)}.")
    opened = set(repository.grant_unlocks(db, grant.user_id, list(known.values()), grant.reason))
    return UnlockGrant(
        user_id=grant.user_id,
        unlocked=[slug for slug, id_ in known.items() if id_ in opened],
        already_unlocked=[slug for slug, id_ in known.items() if id_ not in opened],
    )


def _mark_hidden(results: list[dict[str, Any]], tests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Store with each result whether its test is hidden, so that it stays so when the content changes."""
    hidden = {test["id"] for test in tests if test.get("hidden")}
    return [{**result, "hidden": result["id"] in hidden} for result in results]


def _shown(results: list[TestResult]) -> list[TestResult]:
    """Keep of a hidden test what the learner may know: that it exists and whether it passed."""
    hidden = 0
    shown: list[TestResult] = []
    for result in results:
        hidden += result.hidden
        shown.append(_redacted(result, hidden) if result.hidden else result)
    return shown


def _redacted(result: TestResult, number: int) -> TestResult:
    message = "A hidden check passed." if result.passed else "A hidden check failed: think beyond the visible tests."
    return result.model_copy(update={**HIDDEN, "id": f"hidden-{number}", "message": message})
