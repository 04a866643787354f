"""A design after a fault, and what its callers still receive then.

What carries no data is routed around, as a balancer or a client's retry would do; what holds data is not: a lost store
loses its share. ``lose`` says what breaks: an instance of a node, a zone, a region, cached contents, or a whole service.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, Node

GONE = (0.0, 0.0)


class Damage(NamedTuple):
    """What is left of one node: live copies in all regions, the shares of reads and writes it can still do, and its
    shards, if some are gone for good.
    """

    copies: int
    up: tuple[float, float]
    shards: int = 0


def damaged(graph: Graph, stores: frozenset[str], losses: Mapping[int, Damage]) -> Graph:
    """Return the design with these nodes reduced; those without copies are cut off unless they are ``stores`` of data that is
    nowhere else: what a cache held can be had again from another.
    """
    nodes = list(graph.nodes)
    dead: set[int] = set()
    up: dict[int, tuple[float, float]] = {}
    for index, loss in losses.items():
        node = nodes[index]
        if loss.copies:
            nodes[index] = node._replace(replicas=loss.copies, regions=1, shards=loss.shards or node.shards)
        if not loss.copies and (node.type not in stores or node.part.memory_gb):
            dead.add(index)
        elif node.type in stores or node.type in DEFERRING_TYPES:
            up[index] = loss.up
    after = graph.after  # most faults leave every node something
    if dead:
        after = tuple(
            () if index in dead else tuple(target for target in targets if target not in dead)
            for index, targets in enumerate(graph.after)
        )
    return graph._replace(nodes=tuple(nodes), after=after, dead=frozenset(dead), up=up, drawn=graph.after)


def lose_instances(node: Node, count: int) -> Damage:
    """``count`` instances of one node, the leader of a shard first. Shards of what is no store are so many more servers."""
    if not node.part.replicated and node.shards > count:
        return Damage(node.copies, (1.0, 1.0), node.shards - count)
    left = max(0, node.copies - count)
    return Damage(left, data_left(node, left, shards=1))


def lose_zone(node: Node) -> Damage | None:
    """One zone of one region, the one with most copies; None if the service runs in all zones by itself."""
    if node.part.spread:
        return None
    lost = -(-node.replicas // min(node.zones, node.replicas))
    left = node.copies - lost
    return Damage(left, data_left(node, left, shards=node.shards))


def lose_region(node: Node) -> Damage | None:
    """One whole region with all copies there; None for what runs everywhere by itself."""
    if node.part.spread == "region":
        return None
    left = node.copies - node.replicas
    return Damage(left, data_left(node, left, shards=node.shards))


def lose_service(graph: Graph, kinds: Iterable[str]) -> dict[int, Damage]:
    """Everything of these types."""
    wanted = set(kinds)
    return {index: Damage(0, GONE) for index, node in enumerate(graph.nodes) if node.type in wanted}


def flush(graph: Graph, kind: str | None) -> Graph:
    """Caches (of one type, if given) that have just been emptied: they are asked, and know nothing."""
    kinds = {kind} if kind else CACHING_TYPES
    nodes = (n._replace(part=n.part._replace(max_hit=0.0)) if n.type in kinds else n for n in graph.nodes)
    return graph._replace(nodes=tuple(nodes))


def data_left(node: Node, left: int, shards: int, leader_lost: bool = True) -> tuple[float, float]:
    """Shares of reads and writes still done when so many copies of ``shards`` of its shards are left.

    Reads need a copy (of a leader's store: the leader or one that takes over; of a quorum: enough of them); writes need
    a leader, a quorum, or any region's leader.
    """
    hit = shards / node.shards
    if node.consistency == "quorum":
        reads, writes = left >= node.read_quorum, left >= node.write_quorum
    else:
        stands_in = node.failover or node.consistency == "multi_leader" or not node.part.replicated
        led = left > 0 and (stands_in or not leader_lost)
        reads, writes = (led if node.consistency == "leader" else left > 0), led
    return (1.0 if reads else 1.0 - hit, 1.0 if writes else 1.0 - hit)


def instance_losses(graph: Graph, kind: str | None, count: int, carrying: Iterable[int]) -> list[dict[int, Damage]]:
    """One case for each node that carries traffic (of a type, if given): it loses ``count`` instances."""
    return [
        {index: lose_instances(graph.nodes[index], count)}
        for index in carrying
        if kind == graph.nodes[index].type or (kind is None and not _intangible(graph.nodes[index]))
    ]


def widespread(graph: Graph, what: str) -> dict[int, Damage]:
    """What losing a zone or a region leaves of every node."""
    lose = lose_region if what == "region" else lose_zone
    found = ((index, lose(node)) for index, node in enumerate(graph.nodes))
    return {index: loss for index, loss in found if loss is not None}


def fault_of(test: Mapping[str, Any]) -> tuple[str, str | None, int]:
    """(what is lost, of which type, how many) of a test case."""
    fault: Mapping[str, Any] = test.get("fault") or {}
    return str(fault.get("lose", "instance")), fault.get("type"), int(fault.get("count", 1))


def _intangible(node: Node) -> bool:
    """No single machine: clients, and services that are spread by their provider."""
    return bool(node.part.spread)
