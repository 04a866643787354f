"""Compares a value that a page or a program gave with what a check expects: a value, or matchers of one."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

MAX_SHOWN = 120  # characters of a value in a sentence
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def matches(actual: Any, expected: Any) -> bool:
    """Return whether a value is what a check expects."""
    if is_matcher(expected):
        return all(_MATCHERS[name](actual, value) for name, value in expected.items())
    return equal(actual, expected)


def is_matcher(expected: Any) -> bool:
    """Return whether an expectation consists of matchers, such as `{contains: Saved}`."""
    return isinstance(expected, Mapping) and bool(expected) and set(expected) <= set(_MATCHERS)


def equal(actual: Any, expected: Any) -> bool:
    """Return whether two JSON values are equal: numbers within 1e-9 of their size, and a text that is a number's."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return actual is expected
    if isinstance(expected, int | float) and isinstance(actual, int | float):
        return is_close(actual, expected, 1e-12)
    if isinstance(expected, int | float) and isinstance(actual, str):
        return actual == str(expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(actual) == len(expected) and all(map(equal, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(equal(actual[key], expected[key]) for key in expected)
    return type(actual) is type(expected) and bool(actual == expected)


def is_close(left: float, right: float, absolute: float) -> bool:
    """Return whether two numbers are equal within 1e-9 of their size, or within an absolute difference."""
    try:
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=absolute)
    except OverflowError:  # an integer beyond all floats
        return left == right


def described(expected: Any) -> str:
    """Return what is expected as the end of a sentence that begins with "Expected X to"."""
    if is_matcher(expected):
        return " and ".join(_described(name, value) for name, value in expected.items())
    return f"be {shown(expected)}"


def shown(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"


def first_number(text: str) -> float | None:
    """Return the first number in a text."""
    found = _NUMBER.search(text)
    return float(found[0].replace(",", ".")) if found else None


def _described(name: str, value: Any) -> str:
    if name == "not":
        return f"not {described(value)}"
    if name == "empty":
        return "be empty" if value else "not be empty"
    return f"{_WORDS[name]} {shown(value)}"


def _text(actual: Any) -> str:
    return "" if actual is None else str(actual)


def _contains(actual: Any, wanted: Any) -> bool:
    inside = actual if isinstance(actual, list) else _text(actual)
    return all(_is_in(each, inside) for each in (wanted if isinstance(wanted, list) else [wanted]))


def _is_in(wanted: Any, inside: str | list[Any]) -> bool:
    if isinstance(inside, str):
        return str(wanted) in inside
    return any(equal(each, wanted) for each in inside)


def _number(compare: Callable[[float, Any], bool]) -> Callable[[Any, Any], bool]:
    """Make a matcher of the first number that a value holds."""

    def match(actual: Any, value: Any) -> bool:
        is_number = isinstance(actual, int | float) and not isinstance(actual, bool)
        found = actual if is_number else first_number(_text(actual))
        return found is not None and compare(found, value)

    return match


def _between(found: float, ends: Sequence[float]) -> bool:
    return ends[0] <= found <= ends[1]


_MATCHERS: dict[str, Callable[[Any, Any], bool]] = {
    "contains": _contains,
    "matches": lambda actual, pattern: re.search(pattern, _text(actual)) is not None,
    "not": lambda actual, value: not matches(actual, value),
    "empty": lambda actual, value: (not _text(actual)) is value,
    "starts": lambda actual, value: _text(actual).startswith(str(value)),
    "ends": lambda actual, value: _text(actual).endswith(str(value)),
    "one of": lambda actual, values: any(matches(actual, value) for value in values),
    "number": _number(lambda found, value: is_close(found, value, 1e-9)),
    "above": _number(lambda found, value: found > value),
    "below": _number(lambda found, value: found < value),
    "between": _number(_between),
}
MATCHERS = tuple(_MATCHERS)
_WORDS = {
    "contains": "contain",
    "matches": "match",
    "starts": "start with",
    "ends": "end with",
    "one of": "be one of",
    "number": "be the number",
    "above": "be above",
    "below": "be below",
    "between": "be between",
}
