"""One design under one level's workload, computed once and read by every test case."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .graph import Graph, Node, read_graph
from .outcomes import lags, served
from .queueing import Lag
from .routing import Route, find_hops, trace
from .stations import Station, load_stations
from .workload import Operation, read_operations


class Model(NamedTuple):
    """``flows`` pairs each operation with its route; ``load`` multiplies all rates; ``stations`` are in node order."""

    graph: Graph
    flows: tuple[tuple[Operation, Route], ...]
    load: float
    stations: tuple[Station, ...]


def build(design: Mapping[str, Any], requirements: Mapping[str, Any]) -> Model:
    """The design at the level's load."""
    graph = read_graph(design, requirements.get("allowed_types", ()))
    operations = read_operations(requirements)
    flows = tuple((operation, trace(graph, operation, find_hops(graph, operation))) for operation in operations)
    return Model(graph, flows, 1.0, load_stations(graph, flows, 1.0))


def at_load(model: Model, load: float) -> Model:
    """The same routes with all rates multiplied: routes depend on the drawing and the data, not on the rates."""
    return model._replace(load=load, stations=load_stations(model.graph, model.flows, load))


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
    return mean_share(flows, [served(model.graph, route, model.stations) for _, route in flows])


def hit_share(model: Model, operation: str | None = None) -> float:
    """Share of requests that a cache answers."""
    flows = chosen(model, operation)
    return mean_share(flows, [route.hits for _, route in flows])


def ways(model: Model, operation: str | None = None) -> list[Lag]:
    """How long answered requests take, over one operation or all of them by rate."""
    found: list[Lag] = []
    for each, route in chosen(model, operation):
        weight = each.rps if operation is None else 1.0
        found += [lag._replace(share=lag.share * weight) for lag in lags(model.graph, each, route, model.stations)]
    return found


def busy(model: Model, kind: str | None = None) -> list[tuple[Node, Station]]:
    """Nodes (of one type, if given) that carry traffic, the busiest first."""
    pairs = zip(model.graph.nodes, model.stations, strict=True)
    loaded = [(node, station) for node, station in pairs if station.rho > 0.0 and kind in (None, node.type)]
    return sorted(loaded, key=lambda pair: (-pair[1].rho, pair[0].type, pair[0].id))


def visited(model: Model, index: int) -> bool:
    """Does any operation pass this node?"""
    return any(route.visits[index] > 0.0 for _, route in model.flows)
