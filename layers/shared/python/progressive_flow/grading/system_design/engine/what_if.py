"""The cheapest single change to a design that would pass the first failing test that one change can pass.

The search is bounded by a budget of measurements, counted rather than timed, so that it always finds the same.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine import candidate_changes
from progressive_flow.grading.system_design.engine.candidate_changes import Move
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES
from progressive_flow.grading.system_design.engine.cost import bill, monthly
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.kinds import Test, during, measure
from progressive_flow.grading.system_design.engine.kinds.kind import groups, types
from progressive_flow.grading.system_design.engine.model import (
    Model,
    at_load,
    busy,
    chosen,
    effort,
    rerun,
    resized,
    visited,
)

# Which changes can help a test of this kind; other kinds have advice in words only.
SIZED = {
    "served", "burst", "max_rho", "storage", "connections", "hot_key", "growth", "hit", "p50", "p99", "delay", "drain",
    "fanout", "batch", "survives", "availability", "slo", "instances", "durability",
}  # fmt: skip
SPREAD = {"survives", "availability", "slo", "durability", "loss_window", "p50", "p99"}
STRICTER = {"fresh", "staleness", "loss_window"}
# A measurement costs as much as there are routes to follow, more if they must be traced again or a fault be applied.
# The whole search costs about as much as grading the level.
BUDGET, RERUN = 6_000, 6
DEAR = {"survives": 3, "availability": 3, "slo": 3, "p50": 2, "p99": 2, "delay": 2, "hot_key": 2}
PLAYED_THROUGH = 4
MAX_NODES = 8


class Change(NamedTuple):
    """What to do, in words, what it adds to the monthly costs ($), and the design that it makes."""

    text: str
    cost: float
    graph: Graph


# Is this measurement good enough? Does what passed still pass, and is the score no lower?
Met = Callable[[float | None], bool]
Harmless = Callable[[Model], bool]


class _Search:
    """The best change so far, and how much more may be tried."""

    def __init__(
        self, model: Model, test: Test, met: Met, harmless: Harmless, budget: int, sold: Collection[str]
    ) -> None:
        self.sold = sold
        self.model, self.test, self.met, self.harmless = model, test, met, harmless
        self.budget = budget
        self.price = effort(model) * DEAR.get(str(test["kind"]), PLAYED_THROUGH if test.get("fault") else 1)
        self.before = self.bill(model.graph)
        self.best: Change | None = None
        # What such a test measures follows from the routes of its own operation, so that most changes are refused by these.
        self.traced_alone = test["kind"] == "path" and not test.get("fault")

    def bill(self, graph: Graph) -> float:
        """What a changed design costs a month ($), on the routes of this one."""
        return bill(graph, self.model.flows, self.model.load)

    def traced(self, move: Move) -> Model:
        """Follow the test's own operation alone through the changed design."""
        return rerun(self.model, move.graph, self.test.get("op"))

    def meets(self, move: Move, changed: int | None) -> bool:
        """Does the test pass after it?"""
        self.budget -= self.price * (RERUN if move.reroutes else 1)
        if self.budget < 0:
            return False
        if not move.reroutes and changed is not None:
            return self.met(measure(resized(self.model, move.graph, [changed]), self.test).observed)
        after = self.traced(move) if self.traced_alone else rerun(self.model, move.graph)
        return self.met(measure(after, self.test).observed)

    def keeps(self, graph: Graph) -> bool:
        """Does the changed design lose nothing that this one has? Asked last, since all tests are measured for it."""
        self.budget -= self.price * RERUN
        return self.harmless(rerun(self.model, graph))

    def promising(self, cost: float) -> bool:
        """Is it worth a look, costing this much?"""
        return self.budget > 0 and (self.best is None or cost < self.best.cost)

    def offer(self, move: Move, changed: int | None) -> None:
        """Try a change and keep it if it is the best."""
        cost = round(self.bill(move.graph) - self.before, 2)
        if self.promising(cost) and self.meets(move, changed) and self.keeps(move.graph):
            self.best = Change(move.text, cost, move.graph)


def cheapest_change(
    model: Model, failing: Sequence[tuple[Test, Met]], harmless: Harmless, sold: Collection[str] = ()
) -> tuple[Test, Change] | None:
    """The cheapest harmless change found that makes the first of the ``failing`` tests pass that a single change can make
    pass. Its ``Met`` says whether a measurement is good enough. ``sold`` are rules that hints name: no change sets one.
    """
    budget = BUDGET
    for test, met in failing:
        search = _Search(model, test, met, harmless, budget, sold)
        if not _hopeless(search):
            _look(search)
        if search.best:
            return test, search.best
        budget = search.budget
        if budget <= 0:
            return None
    return None


def _look(search: _Search) -> None:
    model, test = search.model, search.test
    for move in _redrawn(model, test):
        search.offer(move, None)
    for index in _carrying(model, test):
        for move in _rules(model.graph, index, test):
            if not candidate_changes.rules_named(move.text) & set(search.sold):
                search.offer(move, index)
        if test["kind"] in SIZED:
            _try_sizes(search, index)


def _hopeless(search: _Search) -> bool:
    """If two instances are missed, whichever is lost, no single change will do."""
    if fault_of(search.test)[0] != "instance" or not search.test.get("fault") or search.test["kind"] == "loss_window":
        return False
    missed = 0
    for measured in during(at_load(search.model, float(search.test.get("load", 1.0))), search.test):
        search.budget -= effort(search.model)
        missed += not search.met(measured.observed)
        if missed > 1:
            return True
    return False


def _redrawn(model: Model, test: Test) -> Iterator[Move]:
    """Edges: one that is missing on a path, one that must not be."""
    if test["kind"] == "path":
        reached = {index for index in range(len(model.graph.nodes)) if visited(model, index)}
        for operation, _ in chosen(model, test.get("op")):
            way = [operation.origins, *groups(test), operation.stores]
            yield from candidate_changes.connect(model.graph, way, reached)
    elif test["kind"] == "edge_forbidden":
        yield from candidate_changes.disconnect(model.graph, types(test, "from"), types(test, "to"))


def _rules(graph: Graph, index: int, test: Test) -> Iterator[Move]:
    kind = test["kind"]
    if kind in SPREAD or test.get("fault"):
        yield from candidate_changes.spread(graph, index)
    if kind in STRICTER:
        yield from candidate_changes.stricter(graph, index)
    if kind == "exactly_once":
        yield from candidate_changes.refuse_repeats(graph, index)


def _carrying(model: Model, test: Test) -> list[int]:
    """Nodes that the operation passes: the busiest first, against faults those that stand alone before them."""
    flows = chosen(model, test.get("op"))
    passed = {at for _, route in flows for at, share in enumerate(route.visits) if share > 0.0}
    at = {node.id: index for index, node in enumerate(model.graph.nodes)}
    order = [at[node.id] for node, _ in busy(model)]
    if test["kind"] in DEAR or test.get("fault"):
        order.sort(key=lambda index: (model.graph.nodes[index].copies > 1, model.graph.nodes[index].zones > 1))
    return [index for index in order if index in passed][:MAX_NODES]


def _try_sizes(search: _Search, index: int) -> None:
    graph = search.model.graph
    node = graph.nodes[index]
    for size in candidate_changes.SIZES:
        if size == "shards" and not (node.part.storage_gb or node.part.memory_gb):
            continue
        value = _smallest(search, graph, index, size)
        if value:
            text = f"Give {node.id} {value} {size} instead of {getattr(node, size)}."
            changed = candidate_changes.replace(graph, index, candidate_changes.sized(node, size, value))
            cost = round(search.bill(changed) - search.before, 2)
            if (search.best is None or cost < search.best.cost) and search.keeps(changed):
                search.best = Change(text, cost, changed)


def _smallest(search: _Search, graph: Graph, index: int, size: str) -> int | None:
    """The least value above the present one that passes, by doubling and then halving the gap; None if none does before
    it costs more than the best change known.
    """
    node = graph.nodes[index]
    now, most = int(getattr(node, size)), candidate_changes.largest(node, size)

    def works(value: int) -> bool:
        changed = candidate_changes.replace(graph, index, candidate_changes.sized(node, size, value))
        return search.meets(Move(changed, "", node.type in CACHING_TYPES), index)

    low, high = now, min(most, now + 1)
    while low < most and search.promising(_added(node, size, high)) and not works(high):
        low, high = high, min(most, max(high + 1, high * 2))
    if low >= most or not search.promising(_added(node, size, low + 1)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def _added(node: Node, size: str, value: int) -> float:
    return monthly(candidate_changes.sized(node, size, value)) - monthly(node)
