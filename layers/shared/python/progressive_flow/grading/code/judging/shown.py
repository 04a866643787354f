"""A verdict as it is stored and shown: rows of a level's results, within the size that a verdict may have."""

import json
from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.judging.verdicts import MAX_CONSOLE, MAX_VALUE, CheckResult, CodeVerdict
from progressive_flow.grading.code.limits import MAX_VERDICT_BYTES
from progressive_flow.kernel.json_size import json_bytes

MAX_FEEDBACK_BYTES = 16_000  # of what was printed and thrown, as JSON in UTF-8
MAX_ROWS_BYTES = MAX_VERDICT_BYTES - MAX_FEEDBACK_BYTES
MAX_CONSOLE_BYTES = 8_000
MAX_ERROR_BYTES = 1_400  # of one error: its message is the longest part
MAX_MESSAGE = 1_000  # characters
ESCAPED = 6  # bytes of a control character in JSON


def rows(verdict: CodeVerdict) -> list[dict[str, Any]]:
    """Return a row for each check, with what its author may see; `progress.attempts.visibility` takes away what learners may
    not. `score` is the share of the weight that was earned.

    Values are left out, and then messages cut, where they would make the verdict longer than it may be.
    """
    whole = [_row(result) for result in verdict.results]
    if json_bytes(whole) <= MAX_ROWS_BYTES:
        return whole
    short = [{key: value for key, value in row.items() if key not in {"expected", "actual"}} for row in whole]
    if json_bytes(short) <= MAX_ROWS_BYTES:
        return short
    left = MAX_ROWS_BYTES - json_bytes([{**row, "message": ""} for row in short])
    return [{**row, "message": beginning(row["message"], left // len(short))} for row in short]


def feedback(verdict: CodeVerdict) -> dict[str, Any]:
    """Return the outcome in a sentence, and what the code printed and threw, cut to what a verdict may carry."""
    console = "\n".join(verdict.console)
    return {
        "summary": _summary(verdict),
        "console": beginning(console[:MAX_CONSOLE], MAX_CONSOLE_BYTES),
        "errors": [_error(error) for error in verdict.errors],
    }


def beginning(text: str, most: int) -> str:
    """Return a text, or as much of its beginning as takes so many bytes as JSON in UTF-8, with an ellipsis."""
    if json_bytes(text) <= most:
        return text
    left = most - json_bytes("…")
    for at, character in enumerate(text):
        left -= ESCAPED if character < " " else len(character.encode("utf-8", "surrogatepass")) + (character in '"\\')
        if left < 0:
            return f"{text[:at]}…"
    return text


def _summary(verdict: CodeVerdict) -> str:
    passed = sum(result.status == "passed" for result in verdict.results)
    checks = f"{passed} of {len(verdict.results)} checks passed"
    return f"Passed with {verdict.score:g} of 100: {checks}." if verdict.passed else f"Not passed: {checks}."


def _row(result: CheckResult) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": result.id,
        "title": result.title,
        "kind": "check",
        "status": result.status,
        "weight": result.weight,
        "score": float(result.status == "passed"),
        "passed": result.status == "passed",
        "visibility": result.visibility,
        "message": result.message[:MAX_MESSAGE],
    }
    if result.hint:
        row["hint"] = result.hint
    if result.limit:
        row["limit"] = result.limit
    if result.expected is not None or result.actual is not None:
        row |= {"expected": _cut(result.expected), "actual": _cut(result.actual)}
    return row


def _error(error: Mapping[str, Any]) -> dict[str, str]:
    shares = {"name": 0.15, "message": 0.7, "where": 0.15}
    return {
        key: beginning(str(error.get(key, ""))[:MAX_VALUE], int(share * MAX_ERROR_BYTES))
        for key, share in shares.items()
    }


def _cut(value: Any) -> Any:
    """Return a value, or its beginning as text where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return value if len(text) <= MAX_VALUE else text[: MAX_VALUE - 1] + "…"
