"""Where the requests of one operation go.

A request starts at a client. Each node passes it to the successors from which a store that can complete the operation
is reachable, in equal shares: shares never depend on sizes, so growing one node cannot push work onto another. The
rules:

- a cacheable read asks a cache or CDN first, if the node has one; on a miss a cache with a way onward goes on itself
  (read-through), any other returns to the node that asked (cache-aside);
- a DNS node beside other ways is a look-up; as the only way it passes the request on;
- an asynchronous operation prefers a way through a queue or log; others never pass one, unless they begin or end there;
- behind the first node where an operation fans out, each request counts as many.

Requests that share a node, the caches they have missed and whether they have fanned out share a state, so the work is
bounded by nodes times caches, not by the number of paths, which can be exponential.
"""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.hops import Hops, hops_of, ways_to_stores
from progressive_flow.grading.system_design.engine.workload import Operation

DONE, HIT, LOST = -1, -2, -3

GRID = 16


class Step(NamedTuple):
    """With chance ``share``: visit these stations, then be in state ``to`` (or DONE, HIT, LOST)."""

    share: float
    visits: tuple[int, ...]
    to: int


class State(NamedTuple):
    """Requests at ``node`` and their ways on. ``arriving``: they use the node's station (not when they come back to it
    from a cache that did not know). ``fanned``: each is one of the several that a request became.
    """

    node: int
    arriving: bool
    steps: tuple[Step, ...]
    fanned: bool = False


class Route(NamedTuple):
    """All states in an order in which steps only lead forward. ``begins[i]`` is the share of requests that
    start in state i, ``visits[i]`` the mean number of visits to node i, ``fanned`` the nodes behind a fan-out."""

    states: tuple[State, ...]
    begins: tuple[float, ...]
    visits: tuple[float, ...]
    hits: float
    lost: float
    fanned: frozenset[int] = frozenset()


class _Draft(NamedTuple):
    node: int
    covered: float
    asked: bool
    fanned: bool = False


def trace(graph: Graph, operation: Operation, answers: Sequence[float]) -> Route:
    """Follow the operation through the graph and return the states it passes, with their shares.

    ``answers`` are the shares of look-ups that each node could answer from memory, as ``coverage`` says.
    """
    walk = _Walk(graph, operation, answers)
    for index in graph.order:
        for asked in (False, True):
            for covered, fanned in sorted(walk.pending[index][asked]):
                walk.visit(_Draft(index, covered, asked, fanned))
    return walk.route()


# Chance, stations visited on the way, and where to.
_Way = tuple[float, tuple[int, ...], _Draft | int]


def _extra(answers: float, covered: float) -> float:
    """Chance that a cache knows what the caches before it did not. Larger caches hold what smaller ones do, so only the
    difference counts.
    """
    return max(0.0, (answers - covered) / (1.0 - covered)) if covered < 1.0 else 0.0


# What is known of requests on their way to a node: the share that caches before it covered, and whether they fanned out.
_Mark = tuple[float, bool]


class _Walk:
    """Accumulates states while nodes are visited in topological order."""

    def __init__(self, graph: Graph, operation: Operation, answers: Sequence[float]) -> None:
        self.graph, self.operation = graph, operation
        self.leads, self.queued = ways_to_stores(graph, operation)
        self.known: dict[int, Hops] = {}
        self.answers = answers
        size = len(graph.nodes)
        self.pending: list[tuple[dict[_Mark, float], dict[_Mark, float]]] = [({}, {}) for _ in range(size)]
        self.drafts: list[tuple[_Draft, list[_Way]]] = []
        self.visits = [0.0] * size
        self.behind: set[int] = set()
        self.hits = self.lost = 0.0
        alive = [index for index in graph.order if index not in graph.dead]
        self.sources = [index for index in alive if graph.nodes[index].type in operation.origins]
        self.each = 1.0 / max(1, len(self.sources))
        for index in self.sources:
            self.pending[index][False][0.0, False] = self.each
        self.lost = 0.0 if self.sources else 1.0

    def hops(self, index: int) -> Hops:
        """The node's successors by their part; of nodes that no request comes to, nobody asks."""
        if index not in self.known:
            self.known[index] = hops_of(self.graph, self.operation, index, self.leads, self.queued)
        return self.known[index]

    def visit(self, at: _Draft) -> None:
        share = self.pending[at.node][at.asked][at.covered, at.fanned]
        steps = self._steps(at)
        self.drafts.append((at, steps))
        if not at.asked:
            self._count(at.node, share, at.fanned)
        for chance, visits, to in steps:
            for index in visits:
                self._count(index, share * chance, self._fans(at))
            self._arrive(to, share * chance)

    def _count(self, index: int, share: float, fanned: bool) -> None:
        self.visits[index] += share * self.operation.fans if fanned else share
        if fanned:
            self.behind.add(index)

    def _fans(self, at: _Draft) -> bool:
        return at.fanned or self.graph.nodes[at.node].type == self.operation.fans_at

    def _arrive(self, to: _Draft | int, share: float) -> None:
        if isinstance(to, _Draft):
            bucket = self.pending[to.node][to.asked]
            mark = (to.covered, to.fanned)
            bucket[mark] = bucket.get(mark, 0.0) + share
        elif to == HIT:
            self.hits += share
        elif to == LOST:
            self.lost += share

    def _steps(self, at: _Draft) -> list[_Way]:
        """Its own memory first if it is a cache, then the caches that it knows, then onward."""
        hops = self.hops(at.node)
        if self.graph.nodes[at.node].type in self.operation.stores:
            return [(1.0, (), DONE)]
        hit = 0.0 if at.asked else _extra(self.answers[at.node], at.covered)
        covered = max(self.answers[at.node], at.covered)
        own: list[_Way] = [(hit, (), HIT)] if hit else []
        if hops.caches and not at.asked:
            return own + self._ask(at, 1.0 - hit, covered)
        if not hops.onward:
            return [*own, (1.0 - hit, (), LOST)]
        each = (1.0 - hit) / len(hops.onward)
        lookups = () if at.asked else hops.lookups
        fanned = self._fans(at)
        return own + [(each, lookups, _Draft(target, covered, False, fanned)) for target in hops.onward]

    def _ask(self, at: _Draft, share: float, covered: float) -> list[_Way]:
        """A cacheable read at a node with caches: one of them is asked, in equal shares."""
        hops = self.hops(at.node)
        each = share / len(hops.caches)
        steps: list[_Way] = []
        for cache in hops.caches:
            if self.hops(cache).onward:
                steps.append((each, hops.lookups, _Draft(cache, covered, False, self._fans(at))))
                continue
            hit = _extra(self.answers[cache], covered)
            missed = _Draft(at.node, max(self.answers[cache], covered), True, at.fanned)
            seen = (*hops.lookups, cache)
            steps += [(each * hit, seen, HIT), (each * (1.0 - hit), seen, missed)]
        return steps

    def route(self) -> Route:
        at = {draft: index for index, (draft, _) in enumerate(self.drafts)}
        states = tuple(
            State(
                draft.node,
                not draft.asked,
                tuple(Step(chance, seen, to if isinstance(to, int) else at[to]) for chance, seen, to in steps),
                draft.fanned,
            )
            for draft, steps in self.drafts
        )
        first = {_Draft(index, 0.0, False): self.each for index in self.sources}
        begins = tuple(first.get(draft, 0.0) for draft, _ in self.drafts)
        return Route(states, begins, tuple(self.visits), self.hits, self.lost, frozenset(self.behind))
