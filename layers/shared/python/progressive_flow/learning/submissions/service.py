"""Rules on submitting: every kind of challenge is graded by its grader and recorded by the same statement."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from progressive_flow.grading.contracts import Grader, GradingTask, Pending
from progressive_flow.grading.kinds import GRADERS, Submission
from progressive_flow.grading.system_design.engine.grading import visibility
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import invalid
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.principal import Principal
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.submissions import recording, repository, trials
from progressive_flow.learning.submissions.models import GradedAttempt, SubmittedAttempt, Trial
from progressive_flow.progress.grading_inputs import service as grading_inputs
from progressive_flow.progress.grading_inputs.models import LevelToGrade

Answer = GradedAttempt | Accepted[Task]


def submit_attempt(db: Transaction, principal: Principal, slug: str, level: int, submission: Submission) -> Answer:
    """Grade a submission by the level's live version and record it, or queue the task that does both.

    403 names what is missing for a locked one; 429 for one that failed where no try is left.
    """
    return _grade(db, principal, grading_inputs.level_to_grade(db, slug, level), submission, None)


def submit_to_day(
    db: Transaction, principal: Principal, day: UUID, task: LevelToGrade, submission: Submission
) -> Answer:
    """Grade a submission by the daily challenge's level, whose requirements are the day's; open to everybody."""
    return _grade(db, principal, task, submission, day)


def run_trial(db: Transaction, slug: str, level: int, submission: Submission) -> Trial:
    """Grade a submission as an attempt would, by the visible tests alone, and record nothing.

    It takes one of the tries that attempts which fail take too, and says which tests pass and no more: it could be used to
    guess the other tests and all numbers. 429 where no try is left.
    """
    tries_left = repository.take_try(db, slug, level)
    level_task = grading_inputs.level_to_grade(db, slug, level)
    tests = visible(level_task.test_cases or [])
    known = {test["id"] for test in tests}
    criteria = dict(level_task.passing_criteria or {})
    criteria["must_pass"] = [name for name in criteria.get("must_pass", ()) if name in known]
    task = GradingTask(level_task.requirements or {}, tests, criteria)
    verdict = _grader(level_task, submission).grade(task, submission.root)
    if isinstance(verdict, Pending):
        raise invalid("/body/kind", f"Submissions of the kind {level_task.kind} have no trials: submit an attempt.")
    return Trial(
        challenge=level_task.slug,
        level=level_task.level,
        passed=verdict.passed,
        catalogue_version=verdict.catalogue_version,
        tries_left=tries_left.result(),
        tests_left_out=len(level_task.test_cases or []) - len(tests),
        test_results=trials.results(verdict),
        nodes=trials.bands(verdict),
    )


def visible(tests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tests of which everything may be shown."""
    return [dict(test) for test in tests if visibility(test) == "visible"]


def _grader(task: LevelToGrade, submission: Submission) -> Grader[Any]:
    """Return the grader of the challenge's kind; 422 for a submission of another kind."""
    if submission.kind != task.kind:
        raise invalid("/body/kind", f"This challenge takes submissions of the kind {task.kind}.")
    return GRADERS[task.kind]


def _grade(
    db: Transaction, principal: Principal, level: LevelToGrade, submission: Submission, day: UUID | None
) -> Answer:
    grader = _grader(level, submission)
    task = GradingTask(level.requirements or {}, level.test_cases or [], level.passing_criteria or {})
    submitted = SubmittedAttempt(
        challenge_id=level.challenge_id,
        challenge=level.slug,
        level=level.level,
        version_id=level.version_id,
        day=day,
        kind=grader.kind,
        submission=dict(grader.stored(submission.root)),
        at=db.at,
        has_next=level.has_next,
    )
    outcome = grader.grade(task, submission.root)
    if isinstance(outcome, Pending):
        from progressive_flow.learning.submissions import pending  # noqa: PLC0415 - tasks are imported where one is made

        return pending.accept(db, principal, submitted, outcome)
    return recording.record(db, submitted, outcome)
