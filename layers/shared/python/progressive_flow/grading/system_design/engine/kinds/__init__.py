"""The kinds of test case: one row each, and one function from a model and a test case to a measurement."""

from collections.abc import Iterator
from functools import partial
from math import inf

from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.kinds import (
    backlogs,
    capacity,
    consistency,
    cost,
    holding,
    keeping,
    latency,
    resilience,
    sizes,
    structure,
)
from progressive_flow.grading.system_design.engine.kinds.fault_advice import under_fault
from progressive_flow.grading.system_design.engine.kinds.fault_cases import after, cases
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test
from progressive_flow.grading.system_design.engine.model import Model, at_load, effort

__all__ = ["KINDS", "UNLOADED", "Kind", "Measure", "Test", "advise", "during", "measure"]

KINDS: dict[str, Kind] = {
    **structure.KINDS,
    **sizes.KINDS,
    **capacity.KINDS,
    **holding.KINDS,
    **latency.KINDS,
    **backlogs.KINDS,
    **consistency.KINDS,
    **keeping.KINDS,
    **resilience.KINDS,
    **cost.KINDS,
}

# On a level that tests nothing else it does not matter yet how busy parts are.
UNLOADED = frozenset({**structure.KINDS, **sizes.KINDS})

# Fault cases are enumerated within a budget: all of them for an ordinary design; of a very
# large one only those that most requests meet, which come first.
MIN_CASES, MAX_EFFORT = 2, 5_000
# What these measure is a fault already; of any other kind, ``fault`` asks for the worst while it lasts.
OF_FAULTS = frozenset({"survives", "loss_window"})
SLACK = 1e-9


def measure(model: Model, test: Test) -> Measure:
    """Run one test case, at its own ``load`` (a multiple of the level's) if it names one, during its ``fault`` if any."""
    kind = KINDS.get(str(test.get("kind")))
    if kind is None:
        return Measure(None, f"Tests of kind {test.get('kind')} are not known to this evaluator.")
    loaded = at_load(model, float(test.get("load", 1.0)))
    if not test.get("fault") or test["kind"] in OF_FAULTS:
        return kind.measure(loaded, test)
    found = during(loaded, test)
    return min(found, key=partial(_rank, kind), default=kind.measure(loaded, test))


def during(model: Model, test: Test) -> Iterator[Measure]:
    """What the test measures in each case of its fault, one after the other."""
    kind = _without_fault(test)
    most = max(MIN_CASES, MAX_EFFORT // effort(model))
    for name, graph in cases(model, *fault_of(test))[:most]:
        left = after(model, graph)
        found = kind.measure(left, test)
        yield found._replace(message=f"Without {name}: {found.message}", left=left)


def advise(model: Model, test: Test, found: Measure) -> str:
    """Return a line on what to change if a test fails that measured ``found``: the operation's own way, the first part where
    it ends or is tightest, what is missing there, and what to do. Empty for a kind or an operation that is not known.
    """
    kind = KINDS.get(str(test.get("kind")))
    if kind is None:
        return ""
    loaded = at_load(model, float(test.get("load", 1.0)))
    if found.left is None or not _met(loaded, test):
        return kind.advise(loaded, test)
    return under_fault(loaded, found.left, test, kind.advise)


def _met(whole: Model, test: Test) -> bool:
    """Does the test pass before anything is lost?"""
    kind = _without_fault(test)
    observed, target = kind.measure(whole, test).observed, float(test.get("target", kind.target))
    return observed is not None and (observed >= target - SLACK if kind.rises else observed <= target + SLACK)


def _without_fault(test: Test) -> Kind:
    return KINDS["burst" if test["kind"] == "survives" else str(test["kind"])]


def _rank(kind: Kind, found: Measure) -> float:
    """The worst comes first, nothing to measure before anything."""
    if found.observed is None:
        return -inf
    return found.observed if kind.rises else -found.observed
