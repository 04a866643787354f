"""Single changes to a design that may make a test pass, and their descriptions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, Node

MAX_SIZES = {"replicas": 20, "shards": 256}
SIZES = ("units", "replicas", "shards")
LIFETIMES = (300.0, 60.0, 10.0, 1.0)


# The words by which sentences, here and in hints, name the rules of a component.
RULES = {
    "failover": ("failover",),
    "zones": ("zones", "zone"),
    "regions": ("regions",),
    "consistency": ("consistency", "quorum"),
    "ttl_seconds": ("ttl_seconds", "ttl", "lifetime"),
    "dedup": ("dedup",),
}


class Move(NamedTuple):
    """The changed design, a description of the change, and whether requests may be routed differently."""

    graph: Graph
    text: str
    reroutes: bool = False


def rules_named(text: str) -> set[str]:
    """Return the rules that a sentence names."""
    words = set(re.findall(r"[a-z_]+", text.lower()))
    return {rule for rule, names in RULES.items() if words & set(names)}


def replace(graph: Graph, index: int, node: Node) -> Graph:
    """Return the design with one node changed."""
    return graph._replace(nodes=(*graph.nodes[:index], node, *graph.nodes[index + 1 :]))


def largest(node: Node, size: str) -> int:
    """Return the most that can be had of a size."""
    return node.part.max_units if size == "units" else MAX_SIZES[size]


def sized(node: Node, size: str, value: int) -> Node:
    """The node with one of its sizes changed."""
    if size == "units":
        return node._replace(units=value)
    if size == "shards":
        return node._replace(shards=value)
    return with_copies(node, value)


def with_copies(node: Node, replicas: int, regions: int | None = None) -> Node:
    """The same with so many replicas in so many regions; quorums stay the majority if they were."""
    regions = regions or node.regions
    before, after = node.copies // 2 + 1, replicas * regions // 2 + 1
    return node._replace(
        replicas=replicas,
        regions=regions,
        read_quorum=after if node.read_quorum == before else node.read_quorum,
        write_quorum=after if node.write_quorum == before else node.write_quorum,
    )


def spread(graph: Graph, index: int) -> Iterator[Move]:
    """More places for the copies: failover, zones, regions."""
    node = graph.nodes[index]
    led = node.part.replicated and not node.failover
    if led:
        pair = with_copies(node, max(2, node.replicas))._replace(failover=True)
        text = f"Give {node.id} {'' if node.replicas > 1 else '2 replicas and '}failover."
        yield Move(replace(graph, index, pair), text)
    if node.part.spread:
        return
    also = " and failover" if led else ""
    for zones in (2, 3):
        if node.zones < zones:
            wide = with_copies(node, max(zones, node.replicas))._replace(zones=zones, failover=node.part.replicated)
            text = f"Spread {node.id} over {zones} zones with {wide.replicas} replicas{also}."
            yield Move(replace(graph, index, wide), text)
    if node.regions == 1:
        far = with_copies(node, node.replicas, 2)._replace(failover=node.part.replicated)
        yield Move(replace(graph, index, far), f"Run {node.id} in 2 regions{also.replace(' and', ' with')}.")


def stricter(graph: Graph, index: int) -> Iterator[Move]:
    """Answers from where the truth is: leader, majority, or copies that expire."""
    node = graph.nodes[index]
    if node.part.replicated and node.type != "coordination":
        if node.consistency in {"eventual", "multi_leader"}:
            led = with_copies(node, max(2, node.replicas))._replace(consistency="leader")
            text = f"Let {node.id} read at the leader: consistency leader, {led.replicas} replicas."
            yield Move(replace(graph, index, led), text)
        if node.consistency != "quorum":
            voting = with_copies(node, max(3, node.replicas))
            majority = voting.copies // 2 + 1
            voting = voting._replace(consistency="quorum", read_quorum=majority, write_quorum=majority)
            text = f"Let a majority of {voting.copies} copies of {node.id} answer: consistency quorum."
            yield Move(replace(graph, index, voting), text)
    for ttl in LIFETIMES if node.type in CACHING_TYPES else ():
        if node.ttl is None or node.ttl > ttl:
            text = f"Give {node.id} a ttl_seconds of {ttl:g}."
            yield Move(replace(graph, index, node._replace(ttl=ttl)), text, reroutes=True)


def refuse_repeats(graph: Graph, index: int) -> Iterator[Move]:
    """A store that knows the requests it has seen."""
    node = graph.nodes[index]
    if node.part.storage_gb and not node.dedup:
        yield Move(replace(graph, index, node._replace(dedup=True)), f"Set dedup on {node.id}.")


def kept_once(graph: Graph, index: int) -> Iterator[Move]:
    """Another copy of a queue, so that it keeps what it accepted."""
    node = graph.nodes[index]
    if node.type in DEFERRING_TYPES and node.copies == 1:
        pair = with_copies(node, 2)
        yield Move(replace(graph, index, pair), f"Give {node.id} 2 replicas instead of 1.")


def near_users(graph: Graph, index: int, regions: int) -> Iterator[Move]:
    """A part in as many regions as the users live in."""
    node = graph.nodes[index]
    if node.part.spread != "region" and 1 <= node.regions < regions:
        far = with_copies(node, node.replicas, regions)
        yield Move(replace(graph, index, far), f"Run {node.id} in {regions} regions.", reroutes=True)


def secured(node: Node, what: str, count: int) -> tuple[Node, str] | None:
    """The node with what it lacks if ``count`` instances, a zone or a region are lost, and how that is said."""
    votes = node.part.replicated and node.consistency == "quorum"
    needed = 2 * count + 1 if votes else count + 1
    led = node.part.replicated and not votes and node.consistency != "multi_leader" and not node.failover
    safe = node._replace(failover=node.failover or led)
    if what == "instance" and node.copies < needed:
        also = " and failover" if led else f" instead of {node.replicas}"
        return with_copies(safe, needed), f"Give {node.id} {needed} replicas{also}."
    if what == "zone" and min(node.zones, node.replicas) < needed and not node.part.spread:
        wide = with_copies(safe, max(needed, node.replicas))._replace(zones=needed)
        also = " and failover" if led else ""
        return wide, f"Spread {node.id} over {needed} zones with {wide.replicas} replicas{also}."
    if what == "region" and node.regions < needed and node.part.spread != "region":
        also = " with failover" if led else ""
        return with_copies(safe, node.replicas, needed), f"Run {node.id} in {needed} regions{also}."
    return (safe, f"Give {node.id} failover.") if led else None
