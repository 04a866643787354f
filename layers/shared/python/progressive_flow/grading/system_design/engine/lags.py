"""How long the answered requests of an operation take, from the client or from the queue on."""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.outcomes import defers
from progressive_flow.grading.system_design.engine.queueing import Lag, Wait, merge_lags, pool_lags
from progressive_flow.grading.system_design.engine.routing import LOST, Route, State, Step
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import Station, station_wait
from progressive_flow.grading.system_design.engine.workload import Operation, Users

# Routes that are distinguished at one state, and steps of one state above which those with one target are pooled.
MAX_LAGS = 16
FEW_STEPS = 8
# A round trip to another region, as between two continents (s).
FAR = 0.150
HERE = Lag(1.0, 0.0, 0.0)


class _Clock(NamedTuple):
    """What times are made of: the ways, the stay at each node, and in how many of the users' regions each node is."""

    graph: Graph
    route: Route
    stays: list[Lag]
    reach: list[int]


def answer_lags(
    graph: Graph, operation: Operation, route: Route, stations: Sequence[Station], users: Users
) -> list[Lag]:
    """The ways an answered request can go, with the moments of the time each takes (s).

    Means and variances add along a path. Who hands work to a queue stops waiting when the queue has it.
    """
    clock = _clock(graph, operation, route, stations, users)
    held: list[list[Lag]] = [[Lag(begins, 0.0, 0.0)] if begins else [] for begins in route.begins]
    finished: list[Lag] = []
    for state, arrived in zip(route.states, held, strict=True):
        start = _arrived(clock, state, arrived)
        if defers(graph, operation, state):
            finished += start
        else:
            _pass_on(clock, state, start, held, finished)
    return merge_lags(finished, 4 * MAX_LAGS)


def queued_lags(
    graph: Graph, operation: Operation, route: Route, stations: Sequence[Station], users: Users
) -> list[Lag]:
    """The same for what happens after the first queue or log has the work: the time that nobody waits for (s)."""
    clock = _clock(graph, operation, route, stations, users)
    held: list[list[Lag]] = [[] for _ in route.states]
    finished: list[Lag] = []
    waiting = list(route.begins)  # share of requests that no queue has yet
    for position, state in enumerate(route.states):
        here, start = waiting[position], _arrived(clock, state, held[position])
        if here and graph.nodes[state.node].type in DEFERRING_TYPES:
            start, here = [*start, Lag(here, 0.0, 0.0)], 0.0
        for step in state.steps:
            if step.to >= 0:
                waiting[step.to] += here * step.share
        _pass_on(clock, state, start, held, finished)
    return merge_lags(finished, 4 * MAX_LAGS)


def regions_reached(graph: Graph, users: Users) -> list[int]:
    """Per node, in how many of the users' regions it is: clients, names and edges are where the users are."""
    near = ("client", "dns", "cdn")
    return [users.regions if node.type in near else min(node.regions, users.regions) for node in graph.nodes]


def _clock(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station], users: Users) -> _Clock:
    stays = [_stay(node, operation, users, station_wait(at)) for node, at in zip(graph.nodes, stations, strict=True)]
    return _Clock(graph, route, stays, regions_reached(graph, users))


def _arrived(clock: _Clock, state: State, lags: list[Lag]) -> list[Lag]:
    start = merge_lags(lags, MAX_LAGS)
    return [_then(lag, clock.stays[state.node]) for lag in start] if state.arriving else start


def _pass_on(clock: _Clock, state: State, start: list[Lag], held: list[list[Lag]], finished: list[Lag]) -> None:
    for to, taken in _ways(clock, state) if start else ():
        if to != LOST:
            target = held[to] if to >= 0 else finished
            target += [_then(lag, taken) for lag in start]


def _ways(clock: _Clock, state: State) -> list[tuple[int, Lag]]:
    """Where the state's requests go and how long the stations on the way take. Many ways to one target are pooled."""
    ways = [(step.to, _passed(clock, state, step)) for step in state.steps]
    if len(ways) <= FEW_STEPS:
        return ways
    grouped: dict[int, list[Lag]] = {}
    for to, taken in ways:
        grouped.setdefault(to, []).append(taken)
    return [(to, pool_lags(several)) for to, several in grouped.items()]


def _passed(clock: _Clock, state: State, step: Step) -> Lag:
    taken = Lag(step.share, 0.0, 0.0)
    for index in step.visits:
        taken = _then(_then(taken, _hop(clock, state.node, index)), clock.stays[index])
    if step.to >= 0 and clock.route.states[step.to].arriving:
        taken = _then(taken, _hop(clock, state.node, clock.route.states[step.to].node))
    return taken


def _hop(clock: _Clock, a: int, b: int) -> Lag:
    """Requests from regions where the next node is not must travel."""
    if clock.reach[b] >= clock.reach[a]:
        return HERE
    return _far(1.0 - clock.reach[b] / clock.reach[a])


def _far(share: float) -> Lag:
    return Lag(1.0, share * FAR, share * (1.0 - share) * FAR * FAR)


def _then(first: Lag, second: Lag) -> Lag:
    return Lag(first.share * second.share, first.mean + second.mean, first.variance + second.variance)


def _stay(node: Node, operation: Operation, users: Users, waiting: Wait) -> Lag:
    """Time at one station: everybody's wait, then the operation's own service, at as many copies as must answer."""
    own = service_seconds(node, operation)
    stay = Lag(1.0, waiting.mean + own, waiting.variance + node.part.scv * own * own)
    if not node.part.replicated or node.copies == 1:
        return stay
    if node.consistency == "quorum":
        asked, needed = (node.copies, node.write_quorum) if operation.writes else (node.read_quorum, node.read_quorum)
        stay = _slowest_of(stay, asked, needed)
        return _then(stay, _far(1.0)) if needed > node.replicas else stay
    if node.consistency == "leader" and operation.writes:
        stay = _then(stay, _slowest_of(stay, node.copies - 1, 1))
    led = node.consistency == "leader" or (node.consistency == "eventual" and operation.writes)
    regions = min(node.regions, users.regions)
    return _then(stay, _far(1.0 - 1.0 / regions)) if led and regions > 1 else stay


def _slowest_of(one: Lag, asked: int, needed: int) -> Lag:
    """Time until ``needed`` of ``asked`` copies have answered, each taking a time like ``one``.

    For exponential times these are sums of 1/i and 1/i² (order statistics: H. A. David, 1970), taken as factors here.
    """
    needed = min(needed, asked)  # fewer may be left than must answer: then nobody is answered, however long
    ranks = range(asked - needed + 1, asked + 1)
    return Lag(1.0, one.mean * sum(1.0 / rank for rank in ranks), one.variance * sum(1.0 / rank**2 for rank in ranks))
