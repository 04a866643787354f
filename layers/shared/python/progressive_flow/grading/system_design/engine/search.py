"""The search for a change to a design: which one is best so far, and how much more may be tried.

It is bounded by a budget of measurements, counted rather than timed, so that it always finds the same.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.candidate_changes import Move, rules_named
from progressive_flow.grading.system_design.engine.cost import bill, monthly
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.kinds import Test, measure
from progressive_flow.grading.system_design.engine.model import Model, effort, rerun, resized

# A measurement costs as much as there are routes to follow, more if they must be traced again or a fault be applied.
# The whole search costs a few times as much as grading the level.
BUDGET, RERUN = 40_000, 6
DEAR = {"survives": 3, "availability": 3, "slo": 3, "p50": 2, "p99": 2, "delay": 2, "hot_key": 2}
PLAYED_THROUGH = 4


class Change(NamedTuple):
    """What to do, in words, what it adds to the monthly costs ($), and the design that it makes."""

    text: str
    cost: float
    graph: Graph


# Is this measurement good enough? Does what passed still pass, and is the score no lower?
Met = Callable[[float | None], bool]
Harmless = Callable[[Model], bool]


class Search:
    """The best change so far for one test, and how much more may be tried."""

    def __init__(
        self, model: Model, test: Test, met: Met, harmless: Harmless, budget: float, sold: Collection[str]
    ) -> None:
        self.sold = frozenset(sold)
        self.model, self.test, self.met, self.harmless = model, test, met, harmless
        self.budget = budget
        self.price = effort(model) * DEAR.get(str(test["kind"]), PLAYED_THROUGH if test.get("fault") else 1)
        self.before = bill(model.graph, model.flows, model.load)
        self.best: Change | None = None
        # What such a test measures follows from the routes of its own operation, so that most changes are refused by these.
        self.traced_alone = test["kind"] == "path" and not test.get("fault")

    def cost(self, graph: Graph) -> float:
        """Return what a changed design costs more a month ($), on the routes of this one if it has the same parts."""
        if len(graph.nodes) == len(self.model.graph.nodes):
            return round(bill(graph, self.model.flows, self.model.load) - self.before, 2)
        return round(sum(map(monthly, graph.nodes)) - sum(map(monthly, self.model.graph.nodes)), 2)

    def sells(self, move: Move) -> bool:
        """Does a change set a rule that a hint names?"""
        return bool(rules_named(move.text) & self.sold)

    def meets(self, move: Move, changed: int | None) -> bool:
        """Does the test pass after it?"""
        self.budget -= self.price * (RERUN if move.reroutes else 1)
        if self.budget < 0:
            return False
        if not move.reroutes and changed is not None:
            return self.met(measure(resized(self.model, move.graph, [changed]), self.test).observed)
        alone = self.test.get("op") if self.traced_alone else None
        return self.met(measure(rerun(self.model, move.graph, alone), self.test).observed)

    def keeps(self, graph: Graph) -> bool:
        """Does the changed design lose nothing that this one has? Asked last, since all tests are measured for it."""
        self.budget -= self.price * RERUN
        return self.harmless(rerun(self.model, graph))

    def promising(self, cost: float) -> bool:
        """Is it worth a look, costing this much?"""
        return self.budget > 0 and (self.best is None or cost < self.best.cost)

    def offer(self, move: Move, changed: int | None) -> None:
        """Try a change and keep it if it is the best."""
        cost = self.cost(move.graph)
        if self.promising(cost) and not self.sells(move) and self.meets(move, changed) and self.keeps(move.graph):
            self.best = Change(move.text, cost, move.graph)
