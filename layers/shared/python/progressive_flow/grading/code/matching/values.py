"""Compares and shows tagged values, as `layers/judge/languages/tagged.py` describes them.

Values of one type are compared as Python does, with three differences: a boolean is no number, a float is equal to a number
within 1e-9 of it, and nan is equal to nan. A list is no tuple, a set no frozenset; sets and dicts have no order.

A learner's program may have forged a value, so the time for one is limited, however it is made.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

RELATIVE = 1e-9
ABSOLUTE = 1e-12  # what is left of 0.1 + 0.2 - 0.3 is near zero, and far from it in relation
MAX_DEPTH = 100
MAX_UNMATCHED = 200  # items of a set that equal none exactly and may do so nearly
FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
UNORDERED = frozenset({"set", "frozenset"})
ORDERED = frozenset({"tuple", "deque", "range", "iterator", "view", "complex", "timedelta"})


def same_value(actual: Any, expected: Any, depth: int = MAX_DEPTH) -> bool:
    """Return whether two tagged values are equal; what is nested more deeply than any real value is not."""
    if depth == 0:
        return False
    left, right = number(actual), number(expected)
    if left is not None or right is not None:
        return left is not None and right is not None and near(left, right)
    if isinstance(actual, list) and isinstance(expected, list):
        return in_order(actual, expected, depth - 1)
    if isinstance(actual, dict) and isinstance(expected, dict):
        return dicts(actual, expected, depth - 1)
    return type(actual) is type(expected) and bool(actual == expected)


def number(value: Any) -> int | float | None:
    """Return the number that a tagged value is, or None."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if not isinstance(value, dict) or not isinstance(value.get("is"), str):
        return None
    content = value["is"]
    if value.get("$") == "float":
        return FLOATS.get(content)
    return hexadecimal(content) if value.get("$") == "int" else None


def hexadecimal(content: str) -> int | None:
    """Return a large integer; its digits are hexadecimal, which are read in linear time."""
    try:
        return int(content, 16)
    except ValueError:
        return None


def near(left: float, right: float) -> bool:
    """Return whether two numbers are equal: integers exactly, floats nearly."""
    if isinstance(left, int) and isinstance(right, int):
        return left == right
    if left != left or right != right:  # noqa: PLR0124 - nan alone differs from itself
        return left != left and right != right  # noqa: PLR0124 - as above
    try:
        return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=ABSOLUTE)
    except OverflowError:  # an integer beyond all floats
        return False


def in_order(actual: Sequence[Any], expected: Sequence[Any], depth: int) -> bool:
    """Return whether two sequences have equal items at each place."""
    return len(actual) == len(expected) and all(
        same_value(left, right, depth) for left, right in zip(actual, expected, strict=True)
    )


def dicts(actual: Mapping[str, Any], expected: Mapping[str, Any], depth: int) -> bool:
    """Return whether two tagged values, or two plain dicts, are equal."""
    kind = expected.get("$")
    if actual.get("$") != kind:
        return False
    if kind is None:
        return actual.keys() == expected.keys() and all(
            same_value(actual[key], expected[key], depth) for key in expected
        )
    left, right = actual.get("is"), expected.get("is")
    if not isinstance(left, list) or not isinstance(right, list):
        return kind != "deep" and dict(actual) == dict(expected)
    if kind in UNORDERED or kind == "dict":
        return in_any_order(left, right, depth)
    return actual.get("more") == expected.get("more") and in_order(left, right, depth)


def in_any_order(actual: Sequence[Any], expected: Sequence[Any], depth: int) -> bool:
    """Return whether each item of one has its own equal item in the other: first the same ones, then those that are near."""
    if len(actual) != len(expected):
        return False
    places: dict[str, list[int]] = {}
    for place, item in enumerate(expected):
        places.setdefault(key(item), []).append(place)
    left: list[Any] = []
    taken: set[int] = set()
    for item in actual:
        if same := places.get(key(item)):
            taken.add(same.pop())
        else:
            left.append(item)
    unmatched = [item for place, item in enumerate(expected) if place not in taken]
    return len(left) <= MAX_UNMATCHED and all(take(item, unmatched, depth) for item in left)


def take(item: Any, unmatched: list[Any], depth: int) -> bool:
    """Take the first equal item out of those that are not matched yet; return whether there was one."""
    for place, other in enumerate(unmatched):
        if same_value(item, other, depth):
            del unmatched[place]
            return True
    return False


def key(value: Any, depth: int = MAX_DEPTH) -> str:
    """Return a text that is equal for values that are the same, whatever the order of their parts."""
    if depth == 0:
        return "…"
    if isinstance(value, list):
        return f"[{','.join(key(item, depth - 1) for item in value)}]"
    if not isinstance(value, dict):
        return repr(value)
    kind = value.get("$")
    if isinstance(kind, str) and kind in UNORDERED | {"dict"} and isinstance(value.get("is"), list):
        return f"{value['$']}{sorted(key(item, depth - 1) for item in value['is'])}"
    return f"{{{','.join(sorted(f'{name!r}:{key(item, depth - 1)}' for name, item in value.items()))}}}"
