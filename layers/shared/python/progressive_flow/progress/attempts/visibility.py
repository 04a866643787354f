"""What a learner may know of a test's result: everything, its points, or only that it exists and whether it passed."""

from collections.abc import Sequence
from typing import Any

from progressive_flow.progress.attempts.models import TestResult

NO_FIGURES = {"kind": None, "observed": None, "target": None, "unit": None, "expected": None, "actual": None}
# By visibility: what is said instead of the finding, of a passed test and of a failed one.
MESSAGES = {
    "points": ("Passed.", "Not fully met: how it is measured is not shown."),
    "hidden": ("A hidden check passed.", "A hidden check failed: think beyond the visible tests."),
}


def shown(results: Sequence[TestResult], *, passed: bool) -> list[TestResult]:
    """Return an attempt's results as the learner may see them; hidden tests are numbered, since their names would reveal them.

    Of an attempt that failed each test is passed or not: a share of its points would say whether a change helped.
    """
    found: list[TestResult] = []
    hidden = 0
    for result in results:
        hidden += result.visibility == "hidden"
        found.append(_redacted(result if passed else _without_share(result), hidden))
    return found


def _without_share(result: TestResult) -> TestResult:
    return result.model_copy(update={"score": float(result.passed)})


def _redacted(result: TestResult, number: int) -> TestResult:
    if result.visibility == "visible":
        return result
    passed, failed = MESSAGES[result.visibility]
    message = passed if result.passed else result.hint or failed
    update: dict[str, Any] = {**NO_FIGURES, "message": message}
    if result.visibility == "hidden":
        # a share that an attempt of before stored, or how a check ended, would say something of what it does
        update |= {"id": f"hidden-{number}", "title": None, "score": float(result.passed), "limit": None}
        update["status"] = result.status and ("passed" if result.passed else "failed")
    return result.model_copy(update=update)
