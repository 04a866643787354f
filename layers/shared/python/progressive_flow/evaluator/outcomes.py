"""What becomes of an operation's requests: how many are served, how long they take, what they pass through."""

from collections.abc import Sequence

from .catalogue import CATALOGUE, service_seconds
from .graph import Graph
from .queueing import Lag, Wait, merge_lags, pool_lags
from .routing import DONE, GRID, LOST, Route, State, Step
from .stations import Station, served_share, station_wait
from .workload import Operation

# Drawings with more nodes than this have served shares rounded down to sixteenths, which bounds the work. It depends on
# the number of nodes alone, and rounding keeps order, so adding capacity still never lowers a score.
EXACT_NODES = 24
# Ways that are told apart at one state, and steps of one state above which those with one target are pooled.
MOST_LAGS = 16
FEW_STEPS = 8


def served(graph: Graph, route: Route, stations: Sequence[Station]) -> float:
    """Share of the operation's requests that are answered.

    A path serves as much as its tightest station lets through: what one station drops does not burden the next, so the
    shares along a path do not multiply. The mean of that least share is summed by levels: the share of requests that
    meet no station below a level, times the height of the level.
    """
    passing = [served_share(station) for station in stations]
    if len(graph.nodes) > EXACT_NODES:
        passing = [int(share * GRID) / GRID for share in passing]
    total = below = 0.0
    for level in sorted({1.0, *passing}):
        total += (level - below) * _answered_by(route, [share >= level for share in passing])
        below = level
    return total


def _answered_by(route: Route, keeps_up: Sequence[bool]) -> float:
    """Share of requests that are answered having met only stations that keep up."""
    if all(keeps_up):
        return 1.0 - route.lost
    mass = list(route.begins)
    answered = 0.0
    for position, state in enumerate(route.states):
        arrived = mass[position]
        if not arrived or (state.arriving and not keeps_up[state.node]):
            continue
        for share, visits, to in state.steps:
            if visits and not all(keeps_up[index] for index in visits):
                continue
            if to >= 0:
                mass[to] += arrived * share
            elif to != LOST:
                answered += arrived * share
    return answered


def passing_share(graph: Graph, route: Route, via: Sequence[str]) -> float:
    """Among the requests that no cache answers, the share that reach a store having passed every type in ``via``."""
    bit = {kind: 1 << position for position, kind in enumerate(via)}
    marks = [bit.get(node.type, 0) for node in graph.nodes]
    full = (1 << len(bit)) - 1
    held: list[dict[int, float]] = [{0: begins} if begins else {} for begins in route.begins]
    complete = 0.0
    for state, arrived in zip(route.states, held, strict=True):
        for mask, share in arrived.items():
            for chance, visits, to in state.steps:
                seen = mask | marks[state.node]
                for index in visits:
                    seen |= marks[index]
                if to == DONE and seen == full:
                    complete += share * chance
                elif to >= 0:
                    held[to][seen] = held[to].get(seen, 0.0) + share * chance
    return complete / (1.0 - route.hits) if route.hits < 1.0 else 0.0


def lags(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station]) -> list[Lag]:
    """The ways an answered request can go, with the moments of the time each takes (s).

    Means and variances add along a path. Who hands work to a queue stops waiting when the queue has it.
    """
    stays = [_stay(node.type, operation, station_wait(at)) for node, at in zip(graph.nodes, stations, strict=True)]
    held: list[list[Lag]] = [[Lag(begins, 0.0, 0.0)] if begins else [] for begins in route.begins]
    finished: list[Lag] = []
    for state, arrived in zip(route.states, held, strict=True):
        start = merge_lags(arrived, MOST_LAGS)
        if state.arriving:
            start = [_then(lag, stays[state.node]) for lag in start]
        if graph.nodes[state.node].type == "queue" and not operation.waits:
            finished += start
            continue
        for to, taken in _ways(state, stays):
            if to != LOST:
                target = held[to] if to >= 0 else finished
                target += [_then(lag, taken) for lag in start]
    return merge_lags(finished, 4 * MOST_LAGS)


def _ways(state: State, stays: Sequence[Lag]) -> list[tuple[int, Lag]]:
    """Where the state's requests go and how long the stations on the way take. Many ways to one target are pooled."""
    ways = [(step.to, _passed(step, stays)) for step in state.steps]
    if len(ways) <= FEW_STEPS:
        return ways
    grouped: dict[int, list[Lag]] = {}
    for to, taken in ways:
        grouped.setdefault(to, []).append(taken)
    return [(to, pool_lags(several)) for to, several in grouped.items()]


def _then(first: Lag, second: Lag) -> Lag:
    return Lag(first.share * second.share, first.mean + second.mean, first.variance + second.variance)


def _stay(kind: str, operation: Operation, waiting: Wait) -> Lag:
    """Time at one station: everybody's wait, then the operation's own service."""
    own = service_seconds(kind, operation.writes, operation.payload)
    return Lag(1.0, waiting.mean + own, waiting.variance + CATALOGUE[kind].scv * own * own)


def _passed(step: Step, stays: Sequence[Lag]) -> Lag:
    taken = Lag(step.share, 0.0, 0.0)
    for index in step.visits:
        taken = _then(taken, stays[index])
    return taken
