"""What becomes of an operation's requests: how many are served or accepted, and what they pass through."""

from collections.abc import Callable, Collection, Sequence
from functools import reduce

from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.routing import DONE, GRID, HIT, LOST, Route, State
from progressive_flow.grading.system_design.engine.stations import Station, served_share
from progressive_flow.grading.system_design.engine.workload import Operation

# Designs with more nodes than this have served shares rounded down to sixteenths, which bounds the work. It depends on
# the number of nodes alone, and rounding keeps order, so adding capacity still never lowers a score.
EXACT_NODES = 24

# Says of a state whether its requests are as good as answered.
Ends = Callable[[State], bool]


def served(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station]) -> float:
    """Share of the operation's requests that are answered, all the way and for as long as the load lasts.

    A path serves as much as its tightest station lets through: what one station drops does not burden the next, so the
    shares along a path do not multiply. The mean of that least share is summed by levels: the share of requests that
    meet no station below a level, times the height of the level.
    """
    return _least(graph, operation, route, stations, lambda _: False)


def accepted(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station]) -> float:
    """Share whose caller gets an answer: of an asynchronous operation, what a queue or log takes, done or not."""
    return _least(graph, operation, route, stations, lambda state: defers(graph, operation, state))


def defers(graph: Graph, operation: Operation, state: State) -> bool:
    """Does the caller stop waiting here, with the work still to do?"""
    return not operation.waits and holds_work(graph.nodes[state.node], operation)


def _least(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station], ends: Ends) -> float:
    passing = [served_share(station) for station in stations]
    if len(graph.nodes) > EXACT_NODES:
        passing = [int(share * GRID) / GRID for share in passing]
    total = below = 0.0
    for level in sorted({1.0, *passing}):
        keeps_up = [share >= level for share in passing]
        total += (level - below) * _answered_by(graph, operation, route, keeps_up, ends)
        below = level
    return total


def _answered_by(graph: Graph, operation: Operation, route: Route, keeps_up: Sequence[bool], ends: Ends) -> float:
    """Share of requests that are answered having met only stations that keep up, where the data is still there."""
    if all(keeps_up) and not graph.up and operation.waits:
        return 1.0 - route.lost
    mass = list(route.begins)
    answered = 0.0
    for position, state in enumerate(route.states):
        arrived = mass[position]
        if not arrived or (state.arriving and not keeps_up[state.node]):
            continue
        if state.arriving and not route.begins[position]:
            arrived *= there(graph, operation, state.node)
        if ends(state):
            answered += arrived
            continue
        for share, visits, to in state.steps:
            if visits and not all(keeps_up[index] for index in visits):
                continue
            if to >= 0:
                mass[to] += arrived * share
            elif to != LOST:
                answered += arrived * share
    return answered


def there(graph: Graph, operation: Operation, index: int) -> float:
    """Share of what arrives at a store or log that it can still accept or return after a fault."""
    return graph.up[index][operation.writes] if index in graph.up else 1.0


def passing_share(graph: Graph, route: Route, via: Sequence[Collection[str]]) -> float:
    """Among the requests that no cache answers, the share that reach a store having passed the groups of ``via`` in order.

    A group is passed at a node of any of its types. Other nodes may lie between; what is met too early does not count.
    """
    kinds = [node.type for node in graph.nodes]

    def met(count: int, index: int) -> int:
        return count + 1 if count < len(via) and kinds[index] in via[count] else count

    held: list[dict[int, float]] = [{0: begins} if begins else {} for begins in route.begins]
    complete = 0.0
    for state, arrived in zip(route.states, held, strict=True):
        for before, share in arrived.items():
            count = met(before, state.node) if state.arriving else before
            for chance, visits, to in state.steps:
                seen = reduce(met, visits, count)
                if to == DONE and seen == len(via):
                    complete += share * chance
                elif to >= 0:
                    held[to][seen] = held[to].get(seen, 0.0) + share * chance
    return complete / (1.0 - route.hits) if route.hits < 1.0 else 0.0


def completing(route: Route, safe: Callable[[int], bool], last: Callable[[int], bool]) -> float:
    """Share of requests that end in a store for which ``last`` holds, having met only nodes for which ``safe`` does."""
    mass = list(route.begins)
    complete = 0.0
    for position, state in enumerate(route.states):
        arrived = mass[position]
        for share, visits, to in state.steps if arrived and safe(state.node) else ():
            if all(map(safe, visits)) and to >= 0:
                mass[to] += arrived * share
            elif to == DONE and last(state.node):
                complete += arrived * share
    return complete


def endings(route: Route) -> list[tuple[int, bool, float]]:
    """Where answers come from: (node, whether as a cache, share of the requests)."""
    mass = list(route.begins)
    found: dict[tuple[int, bool], float] = {}
    for position, state in enumerate(route.states):
        for share, visits, to in state.steps:
            share_of_mass = mass[position] * share
            if to >= 0:
                mass[to] += share_of_mass
            elif to != LOST and share_of_mass > 0.0:
                key = (visits[-1] if visits and to == HIT else state.node, to == HIT)
                found[key] = found.get(key, 0.0) + share_of_mass
    return [(node, cached, share) for (node, cached), share in found.items()]


def behind_queue(graph: Graph, operation: Operation, route: Route) -> frozenset[int]:
    """The nodes that requests visit after a queue or log took them (the queue itself is not one of them)."""
    after = [False] * len(route.states)
    found: set[int] = set()
    for position, state in enumerate(route.states):
        if after[position]:
            found.add(state.node)
        onward = after[position] or holds_work(graph.nodes[state.node], operation)
        for _, visits, to in state.steps if onward else ():
            found.update(visits)
            if to >= 0:
                after[to] = True
    return frozenset(found)
