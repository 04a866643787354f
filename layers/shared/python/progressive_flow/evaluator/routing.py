"""Where the requests of one operation go.

A request starts at a client. Each node passes it to the successors from which a store that can complete the operation
is reachable, in equal shares: shares never depend on sizes, so growing one node cannot push work onto another. The
rules:

- a cacheable read asks a cache or CDN first, if the node has one; on a miss a cache with a way onward goes on itself
  (read-through), any other returns to the node that asked (cache-aside);
- a DNS node beside other ways is a look-up; as the only way it passes the request on;
- an asynchronous operation prefers a way through a queue; others never pass one.

Requests that share a node and the caches they have missed share a state, so the work is bounded by nodes times caches,
not by the number of paths, which can be exponential.
"""

from typing import NamedTuple

from .caching import hit_ratio
from .catalogue import CACHING_TYPES, CATALOGUE
from .graph import Graph
from .workload import Operation

DONE, HIT, LOST = -1, -2, -3

# With more caches than this, coverage is rounded down to eighths, which bounds the number of states.
EXACT_CACHES, CACHE_GRID = 8, 8
GRID = 16


class Step(NamedTuple):
    """With chance ``share``: visit these stations, then be in state ``to`` (or DONE, HIT, LOST)."""

    share: float
    visits: tuple[int, ...]
    to: int


class State(NamedTuple):
    """Requests at ``node`` and their ways on. ``arriving``: they use the node's station (not when they come back to it
    from a cache that did not know).
    """

    node: int
    arriving: bool
    steps: tuple[Step, ...]


class Hops(NamedTuple):
    """A node's successors by the part they play for one operation."""

    lookups: tuple[int, ...]
    caches: tuple[int, ...]
    onward: tuple[int, ...]


class Route(NamedTuple):
    """All states in an order in which steps only lead forward. ``begins[i]`` is the share of requests that
    start in state i, ``visits[i]`` the mean number of visits to node i."""

    states: tuple[State, ...]
    begins: tuple[float, ...]
    visits: tuple[float, ...]
    hits: float
    lost: float


class _Draft(NamedTuple):
    node: int
    covered: float
    asked: bool


def find_hops(graph: Graph, operation: Operation) -> tuple[Hops, ...]:
    """For each node, the successors that take part in this operation."""
    direct, queued = _leading(graph, operation)
    return tuple(_hops(graph, operation, index, direct, queued) for index in range(len(graph.nodes)))


def _leading(graph: Graph, operation: Operation) -> tuple[list[bool], list[bool]]:
    """Per node: can a store be reached, and can it be reached by way of a queue?"""
    leads = [False] * len(graph.nodes)
    queued = [False] * len(graph.nodes)
    for index in reversed(graph.order):
        kind = graph.nodes[index].type
        if kind == "queue" and operation.waits and kind not in operation.stores:
            continue
        leads[index] = kind in operation.stores or any(leads[after] for after in graph.after[index])
        through = kind == "queue" or any(queued[after] for after in graph.after[index])
        queued[index] = leads[index] and through
    return leads, queued


def _hops(graph: Graph, operation: Operation, index: int, leads: list[bool], queued: list[bool]) -> Hops:
    after = graph.after[index]
    kinds = {target: graph.nodes[target].type for target in after}
    caching = [target for target in after if kinds[target] in CACHING_TYPES - operation.stores]
    onward = [target for target in after if leads[target] and target not in caching]
    if not operation.waits:
        onward = [target for target in onward if queued[target]] or onward
    beside = [target for target in onward if kinds[target] != "dns"]
    lookups = [target for target in after if kinds[target] == "dns" and (beside or not leads[target])]
    caches = [target for target in caching if leads[target] or kinds[target] == "cache"]
    inline = [target for target in caching if leads[target]]
    if not operation.cacheable or not (onward or inline):
        caches = []
    return Hops(tuple(lookups), tuple(caches), tuple(beside or onward or inline))


def coverage(graph: Graph, operation: Operation) -> tuple[float, ...]:
    """Per node, the share of this operation's look-ups that it could answer from memory (0 if it is no cache)."""
    caches = sum(node.type in CACHING_TYPES for node in graph.nodes)
    found: list[float] = []
    for node in graph.nodes:
        part = CATALOGUE[node.type]
        bytes_held = part.memory_gb * 1e9 * node.units * node.shards
        held = bytes_held / max(operation.item_bytes, 1.0)
        ratio = part.max_hit * hit_ratio(held, operation.items, operation.zipf) if held and operation.cacheable else 0.0
        found.append(int(ratio * CACHE_GRID) / CACHE_GRID if caches > EXACT_CACHES else ratio)
    return tuple(found)


def trace(graph: Graph, operation: Operation, hops: tuple[Hops, ...]) -> Route:
    """Follow the operation through the graph and return the states it passes, with their shares."""
    walk = _Walk(graph, operation, hops)
    for index in graph.order:
        for asked in (False, True):
            for covered in sorted(walk.pending[index][asked]):
                walk.visit(_Draft(index, covered, asked))
    return walk.route()


# Chance, stations visited on the way, and where to.
_Way = tuple[float, tuple[int, ...], _Draft | int]


def _extra(answers: float, covered: float) -> float:
    """Chance that a cache knows what the caches before it did not. Larger caches hold what smaller ones do, so only the
    difference counts.
    """
    return max(0.0, (answers - covered) / (1.0 - covered)) if covered < 1.0 else 0.0


class _Walk:
    """Accumulates states while nodes are visited in topological order."""

    def __init__(self, graph: Graph, operation: Operation, hops: tuple[Hops, ...]) -> None:
        self.graph, self.operation, self.hops = graph, operation, hops
        self.answers = coverage(graph, operation)
        size = len(graph.nodes)
        self.pending: list[tuple[dict[float, float], dict[float, float]]] = [({}, {}) for _ in range(size)]
        self.drafts: list[tuple[_Draft, list[_Way]]] = []
        self.visits = [0.0] * size
        self.hits = self.lost = 0.0
        self.clients = [index for index in graph.order if graph.nodes[index].type == "client"]
        self.each = 1.0 / max(1, len(self.clients))
        for index in self.clients:
            self.pending[index][False][0.0] = self.each
        self.lost = 0.0 if self.clients else 1.0

    def visit(self, at: _Draft) -> None:
        share = self.pending[at.node][at.asked][at.covered]
        steps = self._steps(at)
        self.drafts.append((at, steps))
        if not at.asked:
            self.visits[at.node] += share
        for chance, visits, to in steps:
            for index in visits:
                self.visits[index] += share * chance
            self._arrive(to, share * chance)

    def _arrive(self, to: _Draft | int, share: float) -> None:
        if isinstance(to, _Draft):
            bucket = self.pending[to.node][to.asked]
            bucket[to.covered] = bucket.get(to.covered, 0.0) + share
        elif to == HIT:
            self.hits += share
        elif to == LOST:
            self.lost += share

    def _steps(self, at: _Draft) -> list[_Way]:
        """Its own memory first if it is a cache, then the caches that it knows, then onward."""
        hops = self.hops[at.node]
        if self.graph.nodes[at.node].type in self.operation.stores:
            return [(1.0, (), DONE)]
        hit = 0.0 if at.asked else _extra(self.answers[at.node], at.covered)
        covered = max(self.answers[at.node], at.covered)
        own: list[_Way] = [(hit, (), HIT)] if hit else []
        if hops.caches and not at.asked:
            return own + self._ask(at.node, 1.0 - hit, covered)
        if not hops.onward:
            return [*own, (1.0 - hit, (), LOST)]
        each = (1.0 - hit) / len(hops.onward)
        lookups = () if at.asked else hops.lookups
        return own + [(each, lookups, _Draft(target, covered, False)) for target in hops.onward]

    def _ask(self, node: int, share: float, covered: float) -> list[_Way]:
        """A cacheable read at a node with caches: one of them is asked, in equal shares."""
        hops = self.hops[node]
        each = share / len(hops.caches)
        steps: list[_Way] = []
        for cache in hops.caches:
            if self.hops[cache].onward:
                steps.append((each, hops.lookups, _Draft(cache, covered, False)))
                continue
            hit = _extra(self.answers[cache], covered)
            missed = _Draft(node, max(self.answers[cache], covered), True)
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
            )
            for draft, steps in self.drafts
        )
        first = {_Draft(index, 0.0, False): self.each for index in self.clients}
        begins = tuple(first.get(draft, 0.0) for draft, _ in self.drafts)
        return Route(states, begins, tuple(self.visits), self.hits, self.lost)
