"""The learner's design as a graph of numbers: nodes by index, edges by position, in topological order."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CATALOGUE
from progressive_flow.grading.system_design.engine.component import Component


class Node(NamedTuple):
    """One component of the design. ``shards`` partitions hold different data, ``replicas`` copies (in each of ``regions``)
    the same. ``part`` is what the catalogue says of its type.
    """

    id: str
    type: str
    units: int
    replicas: int
    shards: int
    zones: int
    failover: bool
    part: Component
    regions: int = 1
    consistency: str = "eventual"
    read_quorum: int = 0
    write_quorum: int = 0
    ttl: float | None = None
    dedup: bool = False

    @property
    def copies(self) -> int:
        """Instances of each shard, over all regions."""
        return self.replicas * self.regions


class Graph(NamedTuple):
    """``after[i]`` are the successors of node i; ``order`` is topological; ``ignored`` names nodes left out, ``returned`` has
    the edges left out because they point at a client.

    Of a damaged design, ``dead`` are the nodes that are down, ``drawn`` the successors as they were before, and ``up``
    has, for stores that lost something, the shares of reads and of writes that their data is still there for.
    """

    nodes: tuple[Node, ...]
    after: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    ignored: tuple[str, ...]
    dead: frozenset[int] = frozenset()
    up: Mapping[int, tuple[float, float]] = {}
    drawn: tuple[tuple[int, ...], ...] = ()
    returned: tuple[tuple[int, int], ...] = ()


def read_graph(design: Mapping[str, Any], allowed: Collection[str]) -> Graph:
    """Read a design of schema ``sd-graph/1``. Nodes of types outside ``allowed`` (if any are named) carry nothing."""
    usable = [kind for kind in (allowed or CATALOGUE) if kind in CATALOGUE]
    nodes: list[Mapping[str, Any]] = list(design.get("nodes", ()))
    kept = tuple(_node(raw, CATALOGUE[raw["type"]]) for raw in nodes if raw["type"] in usable)
    at = {node.id: index for index, node in enumerate(kept)}
    after: list[set[int]] = [set() for _ in kept]
    returned: list[tuple[int, int]] = []
    for edge in design.get("edges", ()):
        if edge["from"] not in at or edge["to"] not in at:
            continue
        source, target = at[edge["from"]], at[edge["to"]]
        # Nothing calls a client back within a request: replies travel along the edge they came by.
        if kept[target].type == "client":
            returned.append((source, target))
        else:
            after[source].add(target)
    order = topological(after)
    placed = set(order)
    tidy = tuple(tuple(sorted(targets & placed)) for targets in after)
    ignored = tuple(raw["id"] for raw in nodes if raw["type"] not in usable)
    return Graph(kept, tidy, order, ignored, returned=tuple(returned))


def _node(raw: Mapping[str, Any], part: Component) -> Node:
    """Majorities are the quorums that nobody chose; a lock service is one by nature."""
    kind, copies = raw["type"], raw.get("replicas", 1) * raw.get("regions", 1)
    majority = copies // 2 + 1
    ttl = raw.get("ttl_seconds")
    return Node(
        id=raw["id"],
        type=kind,
        units=raw.get("units", 1),
        replicas=raw.get("replicas", 1),
        shards=raw.get("shards", 1),
        zones=raw.get("zones", 1),
        failover=raw.get("failover", False),
        part=part,
        regions=raw.get("regions", 1),
        consistency="quorum" if kind == "coordination" else raw.get("consistency", "eventual"),
        read_quorum=min(copies, raw.get("read_quorum") or majority),
        write_quorum=min(copies, raw.get("write_quorum") or majority),
        ttl=None if ttl is None else float(ttl),
        dedup=raw.get("dedup", False),
    )


def topological(after: list[set[int]]) -> tuple[int, ...]:
    """Order nodes by Kahn's algorithm; nodes on a cycle are left out. `graphlib` would refuse the cycle and keep no order."""
    waiting = [0] * len(after)
    for targets in after:
        for target in targets:
            waiting[target] += 1
    order = [index for index, count in enumerate(waiting) if not count]
    for index in order:  # grows while it is read
        for target in sorted(after[index]):
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return tuple(order)
