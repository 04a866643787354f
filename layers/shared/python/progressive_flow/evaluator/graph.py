"""The learner's drawing as numbers: nodes by index, edges by position, in an order that never looks back."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from .catalogue import CATALOGUE


class Node(NamedTuple):
    """One box of the drawing. ``shards`` partitions hold different data, ``replicas`` copies the same."""

    id: str
    type: str
    units: int
    replicas: int
    shards: int
    zones: int
    failover: bool


class Graph(NamedTuple):
    """``after[i]`` are the successors of node i; ``order`` is topological; ``ignored`` names nodes left out."""

    nodes: tuple[Node, ...]
    after: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    ignored: tuple[str, ...]


def read_graph(design: Mapping[str, Any], allowed: Collection[str]) -> Graph:
    """Read a design of schema ``sd-graph/1``. Nodes of types outside ``allowed`` (if any are named) carry nothing."""
    usable = [kind for kind in (allowed or CATALOGUE) if kind in CATALOGUE]
    nodes = [_node(raw) for raw in design.get("nodes", ())]
    kept = tuple(node for node in nodes if node.type in usable)
    at = {node.id: index for index, node in enumerate(kept)}
    after: list[set[int]] = [set() for _ in kept]
    for edge in design.get("edges", ()):
        # Nothing calls a client back within a request: replies travel along the edge they came by.
        if edge["from"] in at and edge["to"] in at and kept[at[edge["to"]]].type != "client":
            after[at[edge["from"]]].add(at[edge["to"]])
    order = _topological([sorted(targets) for targets in after])
    placed = set(order)
    tidy = tuple(tuple(sorted(targets & placed)) for targets in after)
    return Graph(kept, tidy, order, tuple(node.id for node in nodes if node.type not in usable))


def _node(raw: Mapping[str, Any]) -> Node:
    return Node(
        id=raw["id"],
        type=raw["type"],
        units=raw.get("units", 1),
        replicas=raw.get("replicas", 1),
        shards=raw.get("shards", 1),
        zones=raw.get("zones", 1),
        failover=raw.get("failover", False),
    )


def _topological(after: list[list[int]]) -> tuple[int, ...]:
    """Kahn's algorithm; nodes on a cycle are left out (a validated design has none)."""
    waiting = [0] * len(after)
    for targets in after:
        for target in targets:
            waiting[target] += 1
    order = [index for index, count in enumerate(waiting) if not count]
    for index in order:  # grows while it is read
        for target in after[index]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return tuple(order)
