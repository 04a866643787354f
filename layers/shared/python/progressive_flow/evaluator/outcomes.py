"""What becomes of an operation's requests: how many are served, how long they take, what they pass through."""

from collections.abc import Sequence

from .catalogue import CATALOGUE, service_seconds
from .graph import Graph
from .queueing import Lag, Wait, merge_lags
from .routing import DONE, GRID, HIT, Route, State, Step
from .stations import Station, served_share, station_wait
from .workload import Operation

# Drawings with more nodes than this have served shares rounded down to sixteenths, which bounds the work. It depends on
# the number of nodes alone, and rounding keeps order, so adding capacity still never lowers a score.
EXACT_NODES = 24
MOST_LAGS = 16


def served(graph: Graph, route: Route, stations: Sequence[Station]) -> float:
    """Share of the operation's requests that are answered.

    A path serves as much as its tightest station lets through: what one station drops does not burden the next, so the
    shares along a path do not multiply.
    """
    passing = [served_share(station) for station in stations]
    if len(graph.nodes) > EXACT_NODES:
        passing = [int(share * GRID) / GRID for share in passing]
    held: list[dict[float, float]] = [{} for _ in route.states]
    answered = 0.0
    for state, arrived in zip(route.states, held, strict=True):
        _enter(state, arrived)
        own = passing[state.node] if state.arriving else 1.0
        for tightest, share in arrived.items():
            for step in state.steps:
                after = min(tightest, own, *(passing[index] for index in step.visits))
                if step.to in (DONE, HIT):
                    answered += share * step.share * after
                elif step.to >= 0:
                    bucket = held[step.to]
                    bucket[after] = bucket.get(after, 0.0) + share * step.share
    return answered


def _enter(state: State, arrived: dict[float, float]) -> None:
    """A client's state is where requests begin; every other state is reached by some step."""
    if not arrived:
        arrived[1.0] = state.share


def passing_share(graph: Graph, route: Route, via: Sequence[str]) -> float:
    """Among the requests that no cache answers, the share that reach a store having passed every type in ``via``."""
    bit = {kind: 1 << position for position, kind in enumerate(via)}
    marks = [bit.get(node.type, 0) for node in graph.nodes]
    full = (1 << len(bit)) - 1
    held: list[dict[int, float]] = [{} for _ in route.states]
    complete = 0.0
    for state, arrived in zip(route.states, held, strict=True):
        if not arrived:
            arrived[0] = state.share
        for mask, share in arrived.items():
            for step in state.steps:
                seen = mask | marks[state.node]
                for index in step.visits:
                    seen |= marks[index]
                if step.to == DONE and seen == full:
                    complete += share * step.share
                elif step.to >= 0:
                    held[step.to][seen] = held[step.to].get(seen, 0.0) + share * step.share
    return complete / (1.0 - route.hits) if route.hits < 1.0 else 0.0


def lags(graph: Graph, operation: Operation, route: Route, stations: Sequence[Station]) -> list[Lag]:
    """The ways an answered request can go, with the moments of the time each takes (s).

    Means and variances add along a path. Who hands work to a queue stops waiting when the queue has it.
    """
    waits = [station_wait(station) for station in stations]
    held: list[list[Lag]] = [[] for _ in route.states]
    finished: list[Lag] = []
    for state, arrived in zip(route.states, held, strict=True):
        start = merge_lags(arrived, MOST_LAGS) or [Lag(state.share, 0.0, 0.0)]
        here = _stay(graph, operation, waits, state.node) if state.arriving else Lag(1.0, 0.0, 0.0)
        if graph.nodes[state.node].type == "queue" and not operation.waits:
            finished += [_then(lag, here) for lag in start]
            continue
        for step in state.steps:
            taken = _then(here, _passed(graph, operation, waits, step))
            target = finished if step.to in (DONE, HIT) else held[step.to] if step.to >= 0 else []
            target += [_then(lag, taken) for lag in start]
    return finished


def _then(first: Lag, second: Lag) -> Lag:
    return Lag(first.share * second.share, first.mean + second.mean, first.variance + second.variance)


def _stay(graph: Graph, operation: Operation, waits: Sequence[Wait], index: int) -> Lag:
    """Time at one station: everybody's wait, then the operation's own service."""
    kind = graph.nodes[index].type
    own = service_seconds(kind, operation.writes, operation.payload)
    return Lag(1.0, waits[index].mean + own, waits[index].variance + CATALOGUE[kind].scv * own * own)


def _passed(graph: Graph, operation: Operation, waits: Sequence[Wait], step: Step) -> Lag:
    taken = Lag(step.share, 0.0, 0.0)
    for index in step.visits:
        taken = _then(taken, _stay(graph, operation, waits, index))
    return taken
