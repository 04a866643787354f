"""How long the answered requests of an operation take, from the client or from the queue on."""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.order_statistics import finished_of
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.outcomes import defers
from progressive_flow.grading.system_design.engine.queueing import Lag, merge_lags, pool_lags, wait
from progressive_flow.grading.system_design.engine.routing import LOST, Route, State, Step
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import Station, read_share
from progressive_flow.grading.system_design.engine.stays import HERE, Ways, after, stay, travel
from progressive_flow.grading.system_design.engine.workload import Operation, Users

# Routes that are distinguished at one state, and steps of one state above which those with one target are pooled.
MAX_LAGS = 16
FEW_STEPS = 8
# Ways of each part of a request that are distinguished while the last part is waited for.
FEW_WAYS = 4


class _Clock(NamedTuple):
    """What times are made of: the ways, the stay at each node, and in how many of the users' regions each node is."""

    graph: Graph
    route: Route
    stays: list[Ways]
    reach: list[int]


class _Parts(NamedTuple):
    """Of requests that become several: the ways until they do so, and those of each part from there."""

    before: list[Lag]
    finished: list[Lag]


def answer_lags(
    graph: Graph, operation: Operation, route: Route, stations: Sequence[Station], users: Users
) -> list[Lag]:
    """The ways an answered request can go, with the moments of the time each takes (s).

    Means and variances add along a path. Who hands work to a queue stops waiting when the queue has it.
    """
    clock = _clock(graph, operation, route, stations, users)
    held: list[list[Lag]] = [[Lag(begins, 0.0, 0.0)] if begins else [] for begins in route.begins]
    finished: list[Lag] = []
    last_of = _Parts([], [])
    for state, arrived in zip(route.states, held, strict=True):
        start = _arrived(clock, state, arrived)
        if defers(graph, operation, state):
            finished += start
        elif operation.waits:
            _pass_on(clock, state, start, held, last_of.finished if state.fanned else finished, last_of.before)
        else:
            _pass_on(clock, state, start, held, finished)
    finished += _last_part(last_of, operation, _behind_siblings(graph, operation, route, stations))
    return merge_lags(finished, 4 * MAX_LAGS)


def _last_part(parts: _Parts, operation: Operation, siblings: float) -> list[Lag]:
    """Return the time of requests that become several: until they do so, and then until the last part is answered.

    A part waits ``siblings`` seconds for the others, and for those of requests before it.
    """
    if not parts.finished or not parts.before:
        return []
    count = round(operation.fans)
    share = sum(lag.share for lag in parts.finished)
    before, last = pool_lags(parts.before), finished_of(merge_lags(parts.finished, FEW_WAYS), count, count)
    others = wait(1, operation.rps * siblings, siblings, 0.0)
    mean = before.mean + last.mean + siblings + others.mean
    return [Lag(share, mean, before.variance + last.variance + others.variance)]


def _behind_siblings(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station]) -> float:
    """Seconds that the last part of a request waits where all parts come at once: at the node that takes longest."""
    longest = 0.0
    for index in route.fanned:
        node, servers = graph.nodes[index], stations[index].servers
        parts = route.visits[index] / (node.shards if node.part.replicated else 1)
        parts *= 1.0 if operation.writes else read_share(node)
        longest = max(longest, (parts - servers) / servers * service_seconds(node, operation))
    return longest


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
        if here and holds_work(graph.nodes[state.node], operation):
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
    stays = [stay(node, operation, users, station) for node, station in zip(graph.nodes, stations, strict=True)]
    return _Clock(graph, route, stays, regions_reached(graph, users))


def _arrived(clock: _Clock, state: State, lags: list[Lag]) -> list[Lag]:
    start = merge_lags(lags, MAX_LAGS)
    return after(start, clock.stays[state.node]) if state.arriving else start


def _pass_on(
    clock: _Clock,
    state: State,
    start: list[Lag],
    held: list[list[Lag]],
    finished: list[Lag],
    before: list[Lag] | None = None,
) -> None:
    """Hand requests on. With ``before``, those that become several here begin at 0, and ``before`` keeps what was."""
    for to, ways in _ways(clock, state) if start else ():
        if to == LOST:
            continue
        target = held[to] if to >= 0 else finished
        if before is not None and to >= 0 and clock.route.states[to].fanned and not state.fanned:
            before += start
            target += after([Lag(sum(lag.share for lag in start), 0.0, 0.0)], ways)
        else:
            target += after(start, ways)


def _ways(clock: _Clock, state: State) -> list[tuple[int, Ways]]:
    """Where the state's requests go and how long the stations on the way take. Many ways to one target are pooled."""
    found = [(step.to, _passed(clock, state, step)) for step in state.steps]
    if len(found) <= FEW_STEPS:
        return found
    grouped: dict[int, list[Lag]] = {}
    for to, ways in found:
        grouped.setdefault(to, []).extend(ways)
    return [(to, (pool_lags(several),)) for to, several in grouped.items()]


def _passed(clock: _Clock, state: State, step: Step) -> Ways:
    taken = [Lag(step.share, 0.0, 0.0)]
    for index in step.visits:
        taken = after(after(taken, _hop(clock, state.node, index)), clock.stays[index])
    if step.to >= 0 and clock.route.states[step.to].arriving:
        taken = after(taken, _hop(clock, state.node, clock.route.states[step.to].node))
    return tuple(taken)


def _hop(clock: _Clock, a: int, b: int) -> Ways:
    """Requests from regions where the next node is not must travel."""
    return travel(1.0 - clock.reach[b] / clock.reach[a]) if clock.reach[b] < clock.reach[a] else HERE
