"""What a kind of test is, and what all kinds share."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine.model import Model

Test = Mapping[str, Any]


class Measure(NamedTuple):
    """``observed`` is None if there is nothing to measure, which scores 0. ``next_step`` is shown if the test fails."""

    observed: float | None
    message: str
    next_step: str


class Kind(NamedTuple):
    """``floor`` is where partial credit begins when a test case does not say; ``rises`` if larger is better. ``takes``
    are the test's own fields, ``needs`` those that it must have.
    """

    measure: Callable[[Model, Test], Measure]
    unit: str
    target: float
    floor: float
    rises: bool
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()


def subject(test: Test) -> str:
    """``follow requests``, or all."""
    return f"{test['op']} requests" if test.get("op") else "requests"


def types(test: Test, key: str) -> list[str]:
    """One type or several, as a list."""
    value = test.get(key) or ()
    return [value] if isinstance(value, str) else list(value)


def groups(test: Test) -> list[frozenset[str]]:
    """Return the groups of equal types that a way passes, in their order."""
    return [frozenset(group) for group in test.get("via") or ()]


def unreached(test: Test) -> Measure:
    """For tests that mean nothing until there is a way."""
    return Measure(None, f"No {subject(test)} reach a store yet.", "Connect the client to a store first.")
