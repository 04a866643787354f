"""Reads the answers of the component into results. A learner's program may have forged them, so nothing of them is believed."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.sealed.exhausted import ExhaustedError, Limit
from progressive_flow.grading.code.sealed.results import (
    CallResult,
    FoundRows,
    PythonRun,
    SqlRun,
    StatementFailure,
    Thrown,
)

MAX_ANSWER = 1_000_000  # characters
MAX_PRINTED = 10_000
MAX_MESSAGE = 500
MAX_NAME = 80
MAX_NESTING = 150  # the component writes 40 levels of values, of three levels of JSON at most
TOO_MUCH = "Your code gave more than a check keeps."
# NUL, and what may be half of a surrogate pair, as JSON writes them.
UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])", re.IGNORECASE)
LIMITS: Mapping[str, Limit] = {"memory": "memory", "output": "output"}


class UnreadableError(Exception):
    """An answer that the component does not give of itself."""


class SetupError(ValueError):
    """The tables of a task cannot be made: a mistake of its author, with SQLite's message."""


def read_python(answer: str, calls: Sequence[Mapping[str, Any]], fuel: int) -> PythonRun:
    """Return a run of Python in which these calls were made. Raises `ExhaustedError` and `UnreadableError`."""
    content = parsed(answer)
    try:
        error = thrown(content["error"])
        made = zip(content["results"], () if error else calls, strict=True)
        results = tuple(result(each, call.get("arguments", [])) for each, call in made)
        return PythonRun(text(content["printed"], MAX_PRINTED), error, results, fuel)
    except (KeyError, TypeError, AttributeError, ValueError):
        raise UnreadableError from None


def read_sql(answer: str, fuel: int) -> SqlRun:
    """Return a run of SQL. Raises `ExhaustedError`, `SetupError` and `UnreadableError`."""
    content = parsed(answer)
    if "setup" in content:
        raise SetupError(text(content["setup"], MAX_MESSAGE))
    try:
        return SqlRun(
            found=rows(content),
            failure=failure(content),
            statements=int(content.get("statements", 0)),
            changes=int(content["changes"]),
            probes=tuple(rows(probe) for probe in content["probes"]),
            fuel=fuel,
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise UnreadableError from None


def parsed(answer: str) -> dict[str, Any]:
    """Return the JSON object of an answer, unless it says that a limit was reached."""
    if len(answer) > MAX_ANSWER:
        raise ExhaustedError("output", TOO_MUCH)
    try:
        content = json.loads(answer, parse_float=finite, parse_constant=finite)
        if UNSTORABLE.search(answer):
            content = cleaned(content)
    except (ValueError, RecursionError):
        raise UnreadableError from None
    if not isinstance(content, dict):
        raise UnreadableError
    refuse_exceeded(content)
    return content


def refuse_exceeded(content: Mapping[str, Any]) -> None:
    """Raise `ExhaustedError` where an answer or a part of it says so."""
    limit = content.get("exceeded")
    if isinstance(limit, str) and limit in LIMITS:
        raise ExhaustedError(LIMITS[limit])


def result(content: Mapping[str, Any], given: list[Any]) -> CallResult:
    """Return what one call gave. Arguments that it left as they were are not in its answer."""
    if content.get("exceeded"):
        raise ExhaustedError("output", TOO_MUCH)
    arguments = content.get("arguments", given)
    if not is_shallow([content.get("value"), arguments]):
        raise ValueError("nested more deeply than any value that the component writes")
    return CallResult(
        printed=text(content["printed"], MAX_PRINTED),
        value=content.get("value"),
        threw=thrown(content.get("threw")),
        missing=text(content["missing"], MAX_MESSAGE) if "missing" in content else None,
        arguments=arguments if isinstance(arguments, list) else None,
    )


def thrown(content: Mapping[str, Any] | None) -> Thrown | None:
    """Return an exception. One that says that memory ran out ends the run as any other such end does."""
    if content is None:
        return None
    if content["type"] == "MemoryError":
        raise ExhaustedError("memory")
    line = content["line"]
    return Thrown(
        type=text(content["type"], MAX_NAME),
        kinds=[text(kind, MAX_NAME) for kind in content["kinds"]],
        message=text(content["message"], MAX_MESSAGE),
        line=line if isinstance(line, int) else None,
    )


def failure(content: Mapping[str, Any]) -> StatementFailure | None:
    """Return how a statement failed, if one did."""
    if "failure" not in content:
        return None
    failed = content["failure"]
    message = text(failed["message"], MAX_MESSAGE)
    return StatementFailure(int(failed["statement"]), text(failed["text"], MAX_MESSAGE), message)


def rows(content: Mapping[str, Any]) -> FoundRows:
    """Return the rows of a statement, none if it failed."""
    failed = failure(content)
    if failed:
        return FoundRows(failure=failed.message)
    return FoundRows(
        columns=tuple(text(name, MAX_NAME) for name in content["columns"]),
        rows=tuple(tuple(row) for row in content["rows"]),
        more=bool(content["more"]),
    )


def text(content: Any, length: int) -> str:
    """Return a text of limited length."""
    if not isinstance(content, str):
        raise TypeError("a text is expected")
    return content[:length]


def is_shallow(value: Any) -> bool:
    """Return whether JSON is nested no more deeply than what can be compared, shown and written again."""
    level = [value]
    for _ in range(MAX_NESTING):
        parts = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, dict | list)]
        if not parts:
            return True
        level = [inner for part in parts for inner in part]
    return False


def finite(digits: str) -> float:
    """Return a number that JSON can hold again. The component itself writes others as tagged values."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def cleaned(content: Any) -> Any:
    """Return JSON that can be stored: texts without NUL and halves of surrogate pairs, no number that JSON has not."""
    if isinstance(content, str):
        return content.replace("\0", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
    if isinstance(content, float) and not math.isfinite(content):
        return str(content)
    if isinstance(content, list | tuple):
        return [cleaned(inner) for inner in content]
    if isinstance(content, dict):
        return {cleaned(key): cleaned(inner) for key, inner in content.items()}
    return content
