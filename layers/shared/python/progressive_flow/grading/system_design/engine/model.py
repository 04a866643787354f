"""One design under one level's workload, computed once and read by every test case."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine.availability import Case, availability, outages
from progressive_flow.grading.system_design.engine.coverage import coverage
from progressive_flow.grading.system_design.engine.graph import Graph, Node, read_graph
from progressive_flow.grading.system_design.engine.hotspots import hot_utilisation
from progressive_flow.grading.system_design.engine.lags import answer_lags, queued_lags
from progressive_flow.grading.system_design.engine.outcomes import accepted, served
from progressive_flow.grading.system_design.engine.queueing import Lag
from progressive_flow.grading.system_design.engine.routing import Route, trace
from progressive_flow.grading.system_design.engine.stations import Station, load_station, load_stations
from progressive_flow.grading.system_design.engine.workload import Operation, Users, read_operations, read_users

Flow = tuple[Operation, Route]


class Known(NamedTuple):
    """What has been worked out already: several tests ask for the same. Keys are (what, the operation's id)."""

    shares: dict[tuple[str, str], float]
    lags: dict[tuple[str, str], list[Lag]]
    loads: dict[float, "Model"]
    hot: list[list[float]]
    outages: list[Case]


class Model(NamedTuple):
    """``flows`` pairs each operation with its route; ``load`` multiplies all rates; ``stations`` are in node order. ``ways``
    are the groups of types that operations should pass, as far as learners know them, for advice.
    """

    graph: Graph
    flows: tuple[Flow, ...]
    load: float
    stations: tuple[Station, ...]
    users: Users
    known: Known
    ways: Mapping[str, Sequence[Collection[str]]] = {}


def build(design: Mapping[str, Any], requirements: Mapping[str, Any]) -> Model:
    """The design at the level's load."""
    graph = read_graph(design, requirements.get("allowed_types", ()))
    return run(graph, read_operations(requirements), read_users(requirements))


def run(graph: Graph, operations: Sequence[Operation], users: Users) -> Model:
    """Any graph under any operations."""
    return _loaded(graph, _traced(graph, operations, 1.0), 1.0, users)


def _traced(graph: Graph, operations: Sequence[Operation], load: float) -> tuple[Flow, ...]:
    answers = coverage(graph, operations, load)
    return tuple(
        (operation, trace(graph, operation, each)) for operation, each in zip(operations, answers, strict=True)
    )


def rerun(model: Model, graph: Graph, operation: str | None = None) -> Model:
    """The same operations, or the named one alone, at the same load, in a changed design."""
    fresh = run(graph, [kept for kept, _ in chosen(model, operation)], model.users)
    return at_load(fresh, model.load)


def resized(model: Model, graph: Graph, changed: Iterable[int]) -> Model:
    """The same routes in a design of which only some nodes changed, in sizes that routes do not depend on."""
    stations = list(model.stations)
    for index in changed:
        stations[index] = load_station(graph.nodes[index], index, model.flows, model.load)
    return Model(graph, model.flows, model.load, tuple(stations), model.users, Known({}, {}, {}, [], []))


def at_load(model: Model, load: float) -> Model:
    """All rates multiplied. Routes stay the same, unless copies expire: those that are wanted more are fresh more often."""
    if load == model.load:
        return model
    if load not in model.known.loads:
        expires = any(node.ttl is not None and node.part.memory_gb for node in model.graph.nodes)
        flows = _traced(model.graph, [op for op, _ in model.flows], load) if expires else model.flows
        model.known.loads[load] = _loaded(model.graph, flows, load, model.users)
    found = model.known.loads[load]
    return found if found.ways == model.ways else found._replace(ways=model.ways)


def _loaded(graph: Graph, flows: tuple[Flow, ...], load: float, users: Users) -> Model:
    return Model(graph, flows, load, load_stations(graph, flows, load), users, Known({}, {}, {}, [], []))


def chosen(model: Model, operation: str | None) -> tuple[Flow, ...]:
    """The flow of the named operation, or all of them."""
    return tuple(flow for flow in model.flows if operation is None or flow[0].id == operation)


def mean_share(flows: tuple[Flow, ...], shares: list[float]) -> float:
    """Average of a share of each operation's requests, by rate (plainly, if nothing has a rate)."""
    weights = [operation.rps for operation, _ in flows]
    if not sum(weights):
        weights = [1.0] * len(flows)
    return sum(w * share for w, share in zip(weights, shares, strict=True)) / sum(weights) if flows else 0.0


def reached(model: Model, operation: str | None = None) -> float:
    """Share of requests for which the design has a route to a store at all, however slow."""
    flows = chosen(model, operation)
    return mean_share(flows, [1.0 - route.lost for _, route in flows])


def answered(model: Model, operation: str | None = None) -> float:
    """Share of requests that are served."""
    return _mean(model, operation, "served", lambda op, route: served(model.graph, op, route, model.stations))


def taken(model: Model, operation: str | None = None) -> float:
    """Share of requests whose caller gets an answer, now or by the promise of a queue."""
    return _mean(model, operation, "accepted", lambda op, route: accepted(model.graph, op, route, model.stations))


def _mean(model: Model, operation: str | None, what: str, share: Callable[[Operation, Route], float]) -> float:
    flows = chosen(model, operation)
    for op, route in flows:
        if (what, op.id) not in model.known.shares:
            model.known.shares[what, op.id] = share(op, route)
    return mean_share(flows, [model.known.shares[what, op.id] for op, _ in flows])


def hit_share(model: Model, operation: str | None = None) -> float:
    """Share of requests that a cache answers."""
    flows = chosen(model, operation)
    return mean_share(flows, [route.hits for _, route in flows])


def ways(model: Model, operation: str | None = None) -> list[Lag]:
    """How long answered requests take, over one operation or all of them by rate."""
    return _lags(model, operation, "answer", answer_lags)


def waits(model: Model, operation: str | None = None) -> list[Lag]:
    """How long accepted work takes behind its queue."""
    return _lags(model, operation, "queued", queued_lags)


_Lags = Callable[[Graph, Operation, Route, Sequence[Station], Users], list[Lag]]


def _lags(model: Model, operation: str | None, what: str, compute: _Lags) -> list[Lag]:
    found: list[Lag] = []
    for op, route in chosen(model, operation):
        if (what, op.id) not in model.known.lags:
            model.known.lags[what, op.id] = compute(model.graph, op, route, model.stations, model.users)
        weight = op.rps if operation is None else 1.0
        found += [Lag(lag.share * weight, lag.mean, lag.variance) for lag in model.known.lags[what, op.id]]
    return found


def hottest(model: Model) -> list[float]:
    """Per node, how busy the shard with the hottest items is."""
    if not model.known.hot:
        model.known.hot.append(hot_utilisation(model.graph, model.flows, model.load))
    return model.known.hot[0]


def available(model: Model, operation: Operation, route: Route) -> float:
    """Share of an operation's requests accepted over the years, if nothing is overloaded."""
    if not model.known.outages:
        stores = frozenset(kind for op, _ in model.flows for kind in op.stores)
        model.known.outages.extend(outages(model.graph, stores, model.stations))
    key = ("available", operation.id)
    if key not in model.known.shares:
        model.known.shares[key] = availability(operation, route, model.known.outages)
    return model.known.shares[key]


def busy(model: Model, kind: str | None = None) -> list[tuple[Node, Station]]:
    """Nodes (of one type, if given) that carry traffic, the busiest first."""
    pairs = zip(model.graph.nodes, model.stations, strict=True)
    loaded = [(node, station) for node, station in pairs if station.rho > 0.0 and kind in (None, node.type)]
    return sorted(loaded, key=lambda pair: (-pair[1].rho, pair[0].type, pair[0].id))


def effort(model: Model) -> int:
    """The work of following all operations through this design: its size for each, and the distinct routes."""
    size = len(model.graph.nodes) + sum(len(targets) for targets in model.graph.after)
    return sum(size + sum(len(state.steps) for state in route.states) for _, route in model.flows)


def visited(model: Model, index: int) -> bool:
    """Does any operation pass this node?"""
    return any(route.visits[index] > 0.0 for _, route in model.flows)
