"""Rules on submitting a design."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from progressive_flow.grading.system_design.engine import CATALOGUE_VERSION, CATALOGUES, evaluate
from progressive_flow.grading.system_design.engine.grading import visibility
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.submissions import repository
from progressive_flow.learning.submissions.models import DraftEvaluation, GradedAttempt, Submission
from progressive_flow.progress.attempts.models import Feedback, TestResult
from progressive_flow.progress.attempts.visibility import shown
from progressive_flow.progress.grading_inputs import service as tasks
from progressive_flow.progress.grading_inputs.models import LevelToGrade


def submit_attempt(
    db: Transaction, principal: Principal, slug: str, level: int, submission: Submission
) -> GradedAttempt:
    """Grade a design on the level's live revision and record it; 403 tells what is missing for a locked one."""
    return _grade(db, tasks.level_to_grade(db, principal, slug, level), submission, None)


def submit_to_day(db: Transaction, day: UUID, task: LevelToGrade, submission: Submission) -> GradedAttempt:
    """Grade a design on the day's level, whose requirements are the day's; open to everybody, whatever they have passed."""
    return _grade(db, task, submission, day)


def evaluate_draft(
    db: Transaction, principal: Principal, slug: str, level: int, submission: Submission
) -> DraftEvaluation:
    """Judge a design as an attempt would, by the visible tests alone, and record nothing.

    The others stay out of score and feedback too: a draft costs nothing, and could be used to feel for them.
    """
    task = tasks.level_to_grade(db, principal, slug, level)
    tests = visible(task.test_cases or [])
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


def visible(tests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the test cases of which everything may be told."""
    return [dict(test) for test in tests if visibility(test) == "visible"]


def to_store(results: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an evaluator's results as they are stored, so that they stay as visible when the content changes.

    `hidden` is stored beside `visibility` for what reads it: a learner's export, and the release before after a rollback.
    """
    return [{**result, "hidden": result["visibility"] != "visible"} for result in results]


def _grade(db: Transaction, task: LevelToGrade, submission: Submission, day: UUID | None) -> GradedAttempt:
    design = submission.design.as_graph()
    tests = task.test_cases or []
    requirements = task.requirements or {}
    verdict = evaluate(design, requirements, tests, task.passing_criteria or {})
    results = to_store(verdict.test_results)
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
        test_results=shown([TestResult.model_validate(result) for result in results]),
        feedback=Feedback.model_validate(verdict.feedback),
        **recorded.model_dump(exclude={"attempt_id"}),
    )
