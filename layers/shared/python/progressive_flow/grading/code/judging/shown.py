"""A verdict as it is stored and shown: rows of a level's results, within the size that a verdict may have."""

import json
from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.judging.verdicts import MAX_CONSOLE, MAX_VALUE, CheckResult, CodeVerdict

HIDDEN_TITLE = "A hidden check"


def rows(verdict: CodeVerdict) -> list[dict[str, Any]]:
    """Return a row for each check, with what authors may see; `progress.attempts.visibility` takes away what learners may not."""
    return [_row(result) for result in verdict.results]


def feedback(verdict: CodeVerdict) -> dict[str, Any]:
    """Return what the code printed and threw, cut to what a verdict may carry."""
    console = "\n".join(verdict.console)
    return {"console": console[:MAX_CONSOLE], "errors": [_error(error) for error in verdict.errors]}


def _row(result: CheckResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": result.id,
        "title": result.title,
        "kind": "check",
        "status": result.status,
        "weight": result.weight,
        "score": result.score,
        "passed": result.status == "passed",
        "visibility": result.visibility,
        "message": result.message,
    }
    if result.limit:
        row["limit"] = result.limit
    if result.expected is not None or result.actual is not None:
        row |= {"expected": _cut(result.expected), "actual": _cut(result.actual)}
    return row


def _error(error: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(error.get(key, ""))[:MAX_VALUE] for key in ("name", "message", "where")}


def _cut(value: Any) -> Any:
    """Return a value, or its beginning as text where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"
