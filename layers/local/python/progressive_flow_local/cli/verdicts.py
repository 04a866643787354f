"""Verdicts on code in lines that people read; `--json` has all of a verdict."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MAX_VALUE = 80  # characters of a value; the whole of it stands in the JSON


def lines(attempt: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each check, with what it expected and saw where it failed, and then the outcome."""
    for result in attempt["test_results"]:
        yield from _check(result)
    feedback = attempt["feedback"]
    for error in feedback.get("errors") or ():
        yield f"Your code threw {error['name']} in {error['where']}: {error['message']}"
    yield feedback["summary"]
    yield f"{attempt['xp_earned']} XP, {attempt['total_xp']} in all"


def _check(result: Mapping[str, Any]) -> Iterator[str]:
    earned = result["weight"] * result["score"]
    status = result["status"].replace("_", " ")
    if result["limit"]:
        status = f"{status} ({result['limit']})"
    yield f"{status:<9}  {earned:g} of {result['weight']:g}  {result['title'] or 'A hidden check'}"
    if result["passed"]:
        return
    if result["message"]:
        yield f"{'':<9}  {result['message']}"
    if result["expected"] is not None or result["actual"] is not None:
        yield f"{'':<9}  expected {_shown(result['expected'])}, actual {_shown(result['actual'])}"


def _shown(value: Any) -> str:
    is_whole = isinstance(value, float) and value.is_integer()
    text = json.dumps(int(value) if is_whole else value, ensure_ascii=False)
    return text if len(text) <= MAX_VALUE else f"{text[: MAX_VALUE - 1]}…"
