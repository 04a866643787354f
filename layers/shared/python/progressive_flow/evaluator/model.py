"""One design under one level's workload, computed once and read by every test case."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .graph import Graph, Node, read_graph
from .outcomes import lags, served
from .queueing import Lag
from .routing import Route, find_hops, trace
from .stations import Station, load_stations
from .workload import Operation, read_operations


class Known(NamedTuple):
    """What has been worked out already, by the operation's id or the load: several tests ask for the same."""

    served: dict[str, float]
    lags: dict[str, list[Lag]]
    loads: dict[float, "Model"]


class Model(NamedTuple):
    """``flows`` pairs each operation with its route; ``load`` multiplies all rates; ``stations`` are in node order."""

    graph: Graph
    flows: tuple[tuple[Operation, Route], ...]
    load: float
    stations: tuple[Station, ...]
    known: Known


def build(design: Mapping[str, Any], requirements: Mapping[str, Any]) -> Model:
    """The design at the level's load."""
    graph = read_graph(design, requirements.get("allowed_types", ()))
    return run(graph, read_operations(requirements))


def run(graph: Graph, operations: Sequence[Operation]) -> Model:
    """Any graph under any operations: what a kind of test that damages the graph would call."""
    flows = tuple((operation, trace(graph, operation, find_hops(graph, operation))) for operation in operations)
    return Model(graph, flows, 1.0, load_stations(graph, flows, 1.0), Known({}, {}, {}))


def at_load(model: Model, load: float) -> Model:
    """The same routes with all rates multiplied: routes depend on the drawing and the data, not on the rates."""
    if load == model.load:
        return model
    if load not in model.known.loads:
        stations = load_stations(model.graph, model.flows, load)
        model.known.loads[load] = Model(model.graph, model.flows, load, stations, Known({}, {}, {}))
    return model.known.loads[load]


def chosen(model: Model, operation: str | None) -> tuple[tuple[Operation, Route], ...]:
    """The flow of the named operation, or all of them."""
    return tuple(flow for flow in model.flows if operation is None or flow[0].id == operation)


def mean_share(flows: tuple[tuple[Operation, Route], ...], shares: list[float]) -> float:
    """Average of a share of each operation's requests, by rate (plainly, if nothing has a rate)."""
    weights = [operation.rps for operation, _ in flows]
    if not sum(weights):
        weights = [1.0] * len(flows)
    return sum(w * share for w, share in zip(weights, shares, strict=True)) / sum(weights) if flows else 0.0


def reached(model: Model, operation: str | None = None) -> float:
    """Share of requests for which the drawing has a way to a store at all, however slow."""
    flows = chosen(model, operation)
    return mean_share(flows, [1.0 - route.lost for _, route in flows])


def answered(model: Model, operation: str | None = None) -> float:
    """Share of requests that are served."""
    flows = chosen(model, operation)
    for each, route in flows:
        if each.id not in model.known.served:
            model.known.served[each.id] = served(model.graph, route, model.stations)
    return mean_share(flows, [model.known.served[each.id] for each, _ in flows])


def hit_share(model: Model, operation: str | None = None) -> float:
    """Share of requests that a cache answers."""
    flows = chosen(model, operation)
    return mean_share(flows, [route.hits for _, route in flows])


def ways(model: Model, operation: str | None = None) -> list[Lag]:
    """How long answered requests take, over one operation or all of them by rate."""
    found: list[Lag] = []
    for each, route in chosen(model, operation):
        if each.id not in model.known.lags:
            model.known.lags[each.id] = lags(model.graph, each, route, model.stations)
        weight = each.rps if operation is None else 1.0
        found += [Lag(lag.share * weight, lag.mean, lag.variance) for lag in model.known.lags[each.id]]
    return found


def busy(model: Model, kind: str | None = None) -> list[tuple[Node, Station]]:
    """Nodes (of one type, if given) that carry traffic, the busiest first."""
    pairs = zip(model.graph.nodes, model.stations, strict=True)
    loaded = [(node, station) for node, station in pairs if station.rho > 0.0 and kind in (None, node.type)]
    return sorted(loaded, key=lambda pair: (-pair[1].rho, pair[0].type, pair[0].id))


def visited(model: Model, index: int) -> bool:
    """Does any operation pass this node?"""
    return any(route.visits[index] > 0.0 for _, route in model.flows)
