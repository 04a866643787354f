"""The grader of code: it leaves the work to a task, whose verdict it turns into the form that every grader has."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from progressive_flow.grading.code.limits import FILES
from progressive_flow.grading.code.submissions import CodeSubmission
from progressive_flow.grading.code.versions import JUDGE_VERSION
from progressive_flow.grading.contracts import GradingTask, Pending, Verdict
from progressive_flow.kernel import settings
from progressive_flow.kernel.http.problems import Problem

TASK = "grade_code"
SEED_BYTES = 16
EXPIRES_IN = timedelta(minutes=5)  # who waits longer has gone on
MAX_OPEN = 3  # submissions of a learner that wait for their verdicts, whatever the level


class CodeGrader:
    """Grades code by running it in the judge."""

    kind = "code"
    version = JUDGE_VERSION

    def stored(self, submission: CodeSubmission) -> Mapping[str, Any]:
        """Return the files as they were submitted."""
        return {"files": dict(submission.files)}

    def suggest(self, task: GradingTask, stored: Mapping[str, Any]) -> None:
        """Suggest nothing: what to change in code is for its author to find."""
        del task, stored

    def grade(self, task: GradingTask, submission: CodeSubmission) -> Pending:
        """Return what the judge needs; raise 422 for files that the task does not have.

        The seed of the drawn values is new for each attempt and stays here until the verdict: nobody can know them before.
        """
        if not settings.judge_is_built():
            detail = (
                "The judge of code is not built on this machine: run `make judge`, which needs npm, and start again."
            )
            raise Problem(503, "judge-not-built", detail)
        runtime = task.requirements["runtime"]
        if strays := [name for name in submission.files if name not in FILES[runtime]]:
            message = f"This task has {_listed(FILES[runtime])}."
            rows = [{"pointer": f"/body/files/{name}", "message": message} for name in strays]
            raise Problem(422, "invalid", "Some files do not belong to this task: see errors.", errors=rows)
        return Pending(
            TASK,
            {
                "requirements": dict(task.requirements),
                "tests": [dict(test) for test in task.tests],
                "criteria": dict(task.criteria),
                "files": dict(submission.files),
                "seed": secrets.token_hex(SEED_BYTES),
            },
            expires_in=EXPIRES_IN,
            max_open=MAX_OPEN,
        )


def verdict_of(judged: Mapping[str, Any]) -> Verdict:
    """Return the verdict that the judge's function answered with."""
    return Verdict(
        score=judged["score"],
        passed=judged["passed"],
        results=judged["results"],
        feedback=judged["feedback"],
        catalogue_version=JUDGE_VERSION,
        grader_version=judged["version"],
    )


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
