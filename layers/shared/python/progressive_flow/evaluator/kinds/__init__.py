"""The kinds of test case: one row each, and one function from a model and a test case to a measurement."""

from functools import partial
from math import inf

from ..faults import fault_of
from ..graph import Graph
from ..model import Model, at_load, effort
from . import capacity, consistency, latency, money, resilience, structure
from .damage import after, cases
from .kind import Kind, Measure, Test

__all__ = ["KINDS", "Kind", "Measure", "Test", "measure"]

KINDS: dict[str, Kind] = {
    **structure.KINDS,
    **capacity.KINDS,
    **latency.KINDS,
    **consistency.KINDS,
    **resilience.KINDS,
    **money.KINDS,
}


# Of the ways in which a fault can strike only so many are played through, fewer in drawings that take long to follow; the
# nodes with most requests come first.
MOST_CASES, MOST_EFFORT = 8, 4_000
# What these measure is a fault already; of any other kind, ``fault`` asks for the worst while it lasts.
OF_FAULTS = frozenset({"survives", "loss_window"})


def measure(model: Model, test: Test) -> Measure:
    """Run one test case, at its own ``load`` (a multiple of the level's) if it names one, during its ``fault`` if any."""
    kind = KINDS.get(str(test.get("kind")))
    if kind is None:
        return Measure(None, f"Tests of kind {test.get('kind')} are not known to this evaluator.", "")
    loaded = at_load(model, float(test.get("load", 1.0)))
    if not test.get("fault") or test["kind"] in OF_FAULTS:
        return kind.measure(loaded, test)
    what, lost, count = fault_of(test)
    most = max(1, min(MOST_CASES, MOST_EFFORT // effort(loaded)))
    found = [_during(loaded, name, graph, test, kind) for name, graph in cases(loaded, what, lost, count)[:most]]
    return min(found, key=partial(_rank, kind), default=kind.measure(loaded, test))


def _during(model: Model, name: str, graph: Graph, test: Test, kind: Kind) -> Measure:
    found = kind.measure(after(model, graph), test)
    return found._replace(message=f"Without {name}: {found.message}")


def _rank(kind: Kind, found: Measure) -> float:
    """The worst comes first, nothing to measure before anything."""
    if found.observed is None:
        return -inf
    return found.observed if kind.rises else -found.observed
