"""Single changes to a design that may make a test pass, and their descriptions."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, Node, topological

MAX_SIZES = {"replicas": 20, "shards": 256}
SIZES = ("units", "replicas", "shards")
LIFETIMES = (300.0, 60.0, 10.0, 1.0)
MAX_EDGES = 12


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


def with_copies(node: Node, replicas: int) -> Node:
    """The same with so many replicas; quorums stay the majority if they were."""
    before, after = node.copies // 2 + 1, replicas * node.regions // 2 + 1
    return node._replace(
        replicas=replicas,
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
        far = with_copies(node._replace(regions=2, failover=node.part.replicated), node.replicas)
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


def connect(graph: Graph, kinds: list[frozenset[str]], reached: set[int]) -> Iterator[Move]:
    """One more edge: first between types that should follow each other, then from where requests come to one of them."""
    pairs = [(a, b) for a in range(len(graph.nodes)) for b in range(len(graph.nodes)) if a != b]
    wanted = list(pairwise(kinds))
    following = [(a, b) for a, b in pairs if any(_follow(graph, a, b, *pair) for pair in wanted)]
    onward = [(a, b) for a, b in pairs if a in reached and any(graph.nodes[b].type in kind for kind in kinds[1:])]
    count = 0
    for a, b in dict.fromkeys([*following, *onward]):
        if b in graph.after[a] or graph.nodes[b].type == "client" or count >= MAX_EDGES:
            continue
        after = [set(targets) | ({b} if index == a else set()) for index, targets in enumerate(graph.after)]
        order = topological(after)
        if len(order) == len(graph.nodes):
            count += 1
            tidy = tuple(tuple(sorted(targets)) for targets in after)
            text = f"Connect {graph.nodes[a].id} to {graph.nodes[b].id}."
            yield Move(graph._replace(after=tidy, order=order), text, reroutes=True)


def _follow(graph: Graph, a: int, b: int, left: frozenset[str], right: frozenset[str]) -> bool:
    return graph.nodes[a].type in left and graph.nodes[b].type in right


def disconnect(graph: Graph, sources: list[str], targets: list[str]) -> Iterator[Move]:
    """One edge less between types that must not meet."""
    for a, after in enumerate(graph.after):
        for b in after:
            if graph.nodes[a].type in sources and graph.nodes[b].type in targets:
                cut = tuple(tuple(t for t in ts if (index, t) != (a, b)) for index, ts in enumerate(graph.after))
                text = f"Remove the edge from {graph.nodes[a].id} to {graph.nodes[b].id}."
                yield Move(graph._replace(after=cut), text, reroutes=True)
