"""A design, a level's workload and the figures of components, as the simulation needs them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

CACHES = frozenset({"cache", "cdn"})
LOGS = frozenset({"queue", "stream"})
# Stores whose change log is read by what stands behind them.
LOGGED = frozenset({"database", "nosql"})
EVERYWHERE = frozenset({"client", "dns", "cdn"})


class Part(NamedTuple):
    """The figures of one type of component that a simulation needs; times are in milliseconds."""

    read_ms: float
    write_ms: float
    parallel: int
    scv: float
    mb_per_s: float
    memory_gb: float
    max_hit: float
    replicated: bool


class Node(NamedTuple):
    """One component of a design."""

    name: str
    type: str
    part: Part
    units: int
    replicas: int
    shards: int
    regions: int
    consistency: str
    read_quorum: int
    write_quorum: int
    ttl: float
    dedup: bool
    successors: tuple[int, ...]

    @property
    def copies(self) -> int:
        """Copies of all its data, over all regions."""
        return self.replicas * self.regions

    @property
    def servers(self) -> int:
        """Requests that one replica works on at once."""
        return self.units * self.part.parallel


class Operation(NamedTuple):
    """One kind of request; ``rate`` is in requests a second."""

    name: str
    writes: bool
    rate: float
    stores: frozenset[str]
    origins: frozenset[str]
    cacheable: bool
    waits_for_log_only: bool
    fanout_at: str
    factor: int
    hot_share: float
    work_ms: Mapping[str, float]
    items: int
    item_bytes: float
    payload_bytes: float
    zipf: float


class Level(NamedTuple):
    """What comes in, and from how many regions."""

    regions: int
    operations: tuple[Operation, ...]


def read_design(graph: Mapping[str, Any], parts: Mapping[str, Part]) -> tuple[Node, ...]:
    """Return the nodes of a design, whose successors are positions in the result."""
    at = {node["id"]: number for number, node in enumerate(graph["nodes"])}
    after: dict[str, list[int]] = {name: [] for name in at}
    for edge in graph["edges"]:
        after[edge["from"]].append(at[edge["to"]])
    return tuple(_node(node, parts[node["type"]], tuple(after[node["id"]])) for node in graph["nodes"])


def read_level(requirements: Mapping[str, Any], load: float = 1.0) -> Level:
    """Return the workload of stored requirements at a multiple of their load."""
    workload = requirements["workload"]
    scale = load * requirements.get("load", 1.0)
    return Level(
        workload.get("regions", 1),
        tuple(_operation(operation, workload, scale) for operation in workload["operations"]),
    )


def _node(node: Mapping[str, Any], part: Part, successors: tuple[int, ...]) -> Node:
    def figure(field: str) -> int:
        return int(node.get(field) or 1)

    majority = figure("replicas") * figure("regions") // 2 + 1
    return Node(
        name=node["id"],
        type=node["type"],
        part=part,
        units=figure("units"),
        replicas=figure("replicas"),
        shards=figure("shards"),
        regions=figure("regions"),
        consistency="quorum" if node["type"] == "coordination" else node.get("consistency") or "eventual",
        read_quorum=int(node.get("read_quorum") or majority),
        write_quorum=int(node.get("write_quorum") or majority),
        ttl=float(node.get("ttl_seconds") or float("inf")),
        dedup=bool(node.get("dedup")),
        successors=successors,
    )


def _operation(operation: Mapping[str, Any], workload: Mapping[str, Any], scale: float) -> Operation:
    def figure(field: str, default: float) -> float:
        return float(_first(operation.get(field), workload.get(field), default))

    fanout: Mapping[str, Any] = operation.get("fanout") or {"at": "", "factor": 1}
    item_bytes = figure("item_bytes", 0)
    origins = operation.get("from") or ["client"]
    return Operation(
        name=operation["id"],
        writes=operation["kind"] == "write",
        rate=operation["rps"] * scale,
        stores=frozenset(operation["store"]),
        origins=frozenset([origins] if isinstance(origins, str) else origins),
        cacheable=bool(operation.get("cacheable")) and operation["kind"] == "read",
        waits_for_log_only=bool(operation.get("async")),
        fanout_at=fanout["at"],
        factor=max(1, round(fanout["factor"])),
        hot_share=float(operation.get("hot_share") or 0.0),
        work_ms=operation.get("work_ms") or {},
        items=max(1, int(figure("items", 1))),
        item_bytes=item_bytes,
        payload_bytes=_payload(operation, workload, item_bytes),
        zipf=figure("zipf", 0),
    )


def _payload(operation: Mapping[str, Any], workload: Mapping[str, Any], item_bytes: float) -> float:
    """Take the operation's own sizes before the workload's."""
    own = operation.get("payload_bytes"), operation.get("item_bytes")
    return _first(*own, workload.get("payload_bytes"), item_bytes)


def _first(*values: float | None) -> float:
    return next((value for value in values if value is not None), 0.0)
