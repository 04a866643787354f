"""How busy each node is when the operations of a level flow through it."""

from collections.abc import Sequence
from typing import NamedTuple

from .catalogue import CATALOGUE, Component, service_seconds
from .graph import Graph, Node
from .queueing import Wait, wait
from .routing import Route
from .workload import Operation


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


class _Class(NamedTuple):
    """One operation at one node: requests/s, seconds each, whether it writes."""

    rate: float
    seconds: float
    writes: bool


IDLE = Station(0.0, 0.0, 0.0, 0.0, 1, 0.0, 0.0)


def load_stations(graph: Graph, flows: Sequence[tuple[Operation, Route]], load: float) -> tuple[Station, ...]:
    """The stations in node order; a node without traffic, or a client, is ``IDLE``."""
    return tuple(_load(graph.nodes[index], index, flows, load) for index in range(len(graph.nodes)))


def _load(node: Node, index: int, flows: Sequence[tuple[Operation, Route]], load: float) -> Station:
    if node.type == "client":
        return IDLE
    classes = [
        _Class(
            operation.rps * load * route.visits[index],
            service_seconds(node.type, operation.writes, operation.payload),
            operation.writes,
        )
        for operation, route in flows
        if route.visits[index] > 0.0 and operation.rps > 0.0
    ]
    return _station(node, CATALOGUE[node.type], classes) if classes else IDLE


def _station(node: Node, part: Component, classes: list[_Class]) -> Station:
    """Pool the classes: one queue's requests are the mix of all of them, each with its own service time.

    A stateless node is one queue before all its servers. A replicated store is one queue a replica of a shard: reads go
    to one of the replicas, writes to every one of them.
    """
    servers = node.units * part.parallel * (1 if part.replicated else node.replicas * node.shards)
    queues = node.shards if part.replicated else 1
    readers = node.replicas if part.replicated else 1
    rates = [each.rate / queues / (1 if each.writes else readers) for each in classes]
    total = sum(rates)
    mean = sum(rate * each.seconds for rate, each in zip(rates, classes, strict=True)) / total
    square = sum(rate * each.seconds**2 for rate, each in zip(rates, classes, strict=True)) / total * (1.0 + part.scv)
    rho = total * mean / servers
    writing = sum(rate * each.seconds for rate, each in zip(rates, classes, strict=True) if each.writes)
    offered = sum(each.rate for each in classes)
    fixed = writing / servers if part.replicated else 0.0
    return Station(offered, offered / rho, rho, fixed, servers, mean, square / mean**2 - 1.0)


def served_share(station: Station) -> float:
    """An overloaded station serves what it can: 1/rho of what is offered."""
    return 1.0 if station.rho <= 1.0 else 1.0 / station.rho


def station_wait(station: Station) -> Wait:
    """Time in the station's queue."""
    return wait(station.servers, station.rho, station.service, station.scv)
