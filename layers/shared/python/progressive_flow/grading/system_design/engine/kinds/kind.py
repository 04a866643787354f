"""What a kind of test is, and what all kinds share."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine.model import Model

Test = Mapping[str, Any]


class Measure(NamedTuple):
    """``observed`` is None if there is nothing to measure, which scores 0. ``left`` is what a fault left of the design where
    it was measured, None for the whole design.
    """

    observed: float | None
    message: str
    left: Model | None = None


class Kind(NamedTuple):
    """``floor`` is where partial credit begins when a test case does not say; ``rises`` if larger is better. ``takes``
    are the test's own fields, ``needs`` those that it must have. ``advise`` says in a line what to change if such a test
    fails; it names parts of the operation's own way. ``whole`` if it measures the design and no operation's way.
    """

    measure: Callable[[Model, Test], Measure]
    advise: Callable[[Model, Test], str]
    unit: str
    target: float
    floor: float
    rises: bool
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    whole: bool = False


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
    return Measure(None, f"No {subject(test)} reach a store yet.")
