"""How busy each node is when the operations of a level flow through it."""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.queueing import Wait, wait
from progressive_flow.grading.system_design.engine.routing import Route
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.workload import Operation


class Station(NamedTuple):
    """One node under load. ``offered`` and ``capacity`` are requests/s of the mix that arrives (as if nothing upstream
    dropped any), ``rho`` their ratio, ``servers`` how many requests one queue of it serves at once, ``service`` the
    mean seconds of one of them and ``scv`` its squared coefficient of variation. ``write_rho`` is the part of ``rho``
    that more replicas would not relieve.
    """

    offered: float
    capacity: float
    rho: float
    write_rho: float
    servers: int
    service: float
    scv: float


class Class(NamedTuple):
    """One operation at one node: requests/s, seconds each, whether it writes."""

    rate: float
    seconds: float
    writes: bool


IDLE = Station(0.0, 0.0, 0.0, 0.0, 1, 0.0, 0.0)


def load_stations(graph: Graph, flows: Sequence[tuple[Operation, Route]], load: float) -> tuple[Station, ...]:
    """The stations in node order; a node without traffic, or a client, is ``IDLE``."""
    return tuple(load_station(node, index, flows, load) for index, node in enumerate(graph.nodes))


def load_station(node: Node, index: int, flows: Sequence[tuple[Operation, Route]], load: float) -> Station:
    """One node's station."""
    if node.type == "client":
        return IDLE
    classes = [
        Class(operation.rps * load * route.visits[index], service_seconds(node, operation), operation.writes)
        for operation, route in flows
        if route.visits[index] > 0.0 and operation.rps > 0.0
    ]
    classes = [class_ for class_ in classes if class_.seconds > 0.0]
    return _station(node, classes) if classes else IDLE


def read_share(node: Node) -> float:
    """Share of a shard's reads that each of the copies that answer them has to serve."""
    if not node.part.replicated or node.consistency == "leader":
        return 1.0
    if node.consistency == "quorum":
        return min(node.read_quorum, node.copies) / node.copies
    return 1.0 / node.copies


def _station(node: Node, classes: list[Class]) -> Station:
    """Pool the classes: one queue's requests are the mix of all of them, each with its own service time.

    A stateless node is one queue a region, before all its servers there. A replicated store is one queue a copy of a
    shard: reads go to one of the copies (to the leader, or to as many as the quorum asks for), writes to every one.
    """
    part = node.part
    servers = node.units * part.parallel * (1 if part.replicated else node.replicas * node.shards)
    queues = node.shards if part.replicated else node.regions
    reading = read_share(node)
    rates = [class_.rate / queues * (1.0 if class_.writes else reading) for class_ in classes]
    total = sum(rates)
    mean = sum(rate * class_.seconds for rate, class_ in zip(rates, classes, strict=True)) / total
    square = (
        sum(rate * class_.seconds**2 for rate, class_ in zip(rates, classes, strict=True)) / total * (1.0 + part.scv)
    )
    rho = total * mean / servers
    writing = sum(rate * class_.seconds for rate, class_ in zip(rates, classes, strict=True) if class_.writes)
    offered = sum(class_.rate for class_ in classes)
    fixed = writing / servers if part.replicated else 0.0
    return Station(offered, offered / rho, rho, fixed, servers, mean, square / mean**2 - 1.0)


def served_share(station: Station) -> float:
    """An overloaded station serves what it can: 1/rho of what is offered."""
    return 1.0 if station.rho <= 1.0 else 1.0 / station.rho


def station_wait(station: Station) -> Wait:
    """Time in the station's queue."""
    return wait(station.servers, station.rho, station.service, station.scv)
