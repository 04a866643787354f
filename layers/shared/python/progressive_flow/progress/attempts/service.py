"""Rules on attempts and unlocking."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from progressive_flow import paging
from progressive_flow.content import drawing
from progressive_flow.curriculum import service as curriculum
from progressive_flow.curriculum.models import LevelToGrade
from progressive_flow.database import Transaction
from progressive_flow.errors import invalid, not_found
from progressive_flow.evaluator import CATALOGUE_VERSION, CATALOGUES, evaluate
from progressive_flow.paging import Page
from progressive_flow.principal import Learner
from progressive_flow.progress.attempts import repository, visibility
from progressive_flow.progress.attempts.models import (
    AttemptDetail,
    AttemptRow,
    DraftEvaluation,
    Feedback,
    GradedAttempt,
    NewUnlockGrant,
    Submission,
    TestResult,
    UnlockGrant,
)


def submit_attempt(db: Transaction, learner: Learner, slug: str, level: int, submission: Submission) -> GradedAttempt:
    """Grade a design on the level's live revision and record it; 403 tells what is missing for a locked one."""
    return _grade(db, curriculum.level_to_grade(db, learner, slug, level), submission, None)


def submit_to_day(db: Transaction, day: UUID, task: LevelToGrade, submission: Submission) -> GradedAttempt:
    """Grade a design on the day's level, whose requirements are the day's; open to everybody, whatever they have passed."""
    return _grade(db, task, submission, day)


def evaluate_draft(db: Transaction, learner: Learner, slug: str, level: int, submission: Submission) -> DraftEvaluation:
    """Judge a design as an attempt would, by the visible tests alone, and record nothing.

    The others stay out of score and feedback too: a draft costs nothing, and could be used to feel for them.
    """
    task = curriculum.level_to_grade(db, learner, slug, level)
    tests = visibility.visible(task.test_cases or [])
    criteria = task.passing_criteria or {}
    known = {test["id"] for test in tests}
    criteria = {**criteria, "must_pass": [name for name in criteria.get("must_pass", ()) if name in known]}
    requirements = task.requirements or {}
    verdict = evaluate(submission.design.as_graph(), requirements, tests, criteria)
    return DraftEvaluation(
        challenge=task.slug,
        level=task.level,
        score=verdict.score,
        passed=verdict.passed,
        catalogue_version=catalogue_version(requirements),
        tests_left_out=len(task.test_cases or []) - len(tests),
        test_results=[TestResult.model_validate(result) for result in verdict.test_results],
        feedback=Feedback.model_validate(verdict.feedback),
    )


def catalogue_version(requirements: Mapping[str, Any]) -> int:
    """Return the version of the catalogue that the evaluator takes for a level: the one it names, or the newest."""
    named = requirements.get("catalogue_version")
    return named if named in CATALOGUES else CATALOGUE_VERSION


def _grade(db: Transaction, task: LevelToGrade, submission: Submission, day: UUID | None) -> GradedAttempt:
    design = submission.design.as_graph()
    tests = task.test_cases or []
    requirements = task.requirements or {}
    verdict = evaluate(design, requirements, tests, task.passing_criteria or {})
    results = visibility.to_store(verdict.test_results)
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
            catalogue_version(requirements),
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
        test_results=visibility.shown([TestResult.model_validate(result) for result in results]),
        feedback=Feedback.model_validate(verdict.feedback),
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
    attempt.test_results = visibility.shown(attempt.test_results)
    return attempt


def draw_attempt(db: Transaction, learner: Learner, attempt_id: UUID) -> str:
    """Return an attempt's design as SVG, coloured by how busy each component was; uncoloured if nobody kept that."""
    attempt = show_attempt(db, learner, attempt_id)
    busy = {row.node: row.utilization for row in attempt.feedback.utilization if row.utilization is not None}
    title = f"{attempt.challenge}, level {attempt.level}, attempt {attempt.attempt_number}: {attempt.score:g} of 100"
    return drawing.draw(attempt.design, busy, title)


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
