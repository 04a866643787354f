"""What a level asks of a design: operations, how often, on how much data."""

from collections.abc import Mapping
from typing import Any, NamedTuple

# Where an operation may end when the level does not say.
DEFAULT_STORES = ("database", "nosql", "object_store")


class Operation(NamedTuple):
    """One kind of request. ``rps`` a second at the level's load, ``payload`` bytes moved by each, ``origins`` the types
    where it begins and ``stores`` those that can complete it, ``waits`` false if the caller only waits for a queue or
    log to accept the work. Behind the first node of type ``fans_at`` each becomes ``fans`` requests.
    """

    id: str
    writes: bool
    rps: float
    cacheable: bool
    waits: bool
    stores: frozenset[str]
    items: int
    item_bytes: float
    zipf: float
    payload: float
    origins: frozenset[str] = frozenset({"client"})
    fans_at: str = ""
    fans: float = 1.0
    hot_share: float = 0.0
    work: Mapping[str, float] = {}


class Users(NamedTuple):
    """In how many regions the users live, and how many connections they hold open."""

    regions: int
    connections: float


def read_operations(requirements: Mapping[str, Any]) -> tuple[Operation, ...]:
    """The operations of ``requirements["workload"]``, with what they leave out taken from the workload itself."""
    workload: Mapping[str, Any] = requirements.get("workload", {})
    load = float(requirements.get("load", 1.0))
    return tuple(_operation(raw, workload, load) for raw in workload.get("operations", ()))


def read_users(requirements: Mapping[str, Any]) -> Users:
    """Who uses it: one region and no open connections unless the level says otherwise."""
    workload: Mapping[str, Any] = requirements.get("workload", {})
    return Users(int(workload.get("regions") or 1), float(workload.get("connections") or 0))


def _operation(raw: Mapping[str, Any], workload: Mapping[str, Any], load: float) -> Operation:
    both: dict[str, Any] = {**workload, **raw}
    writes = both.get("kind", "read") == "write"
    item_bytes = float(both.get("item_bytes", 1_000))
    fanout: Mapping[str, Any] = raw.get("fanout") or {}
    return Operation(
        id=str(raw["id"]),
        writes=writes,
        rps=float(raw.get("rps", 0.0)) * load,
        cacheable=bool(raw.get("cacheable", False)) and not writes,
        waits=not raw.get("async", False),
        stores=frozenset(raw.get("store") or DEFAULT_STORES),
        items=int(both.get("items", 1)),
        item_bytes=item_bytes,
        zipf=float(both.get("zipf", 0.8)),
        payload=_payload(raw, workload, item_bytes),
        origins=frozenset(raw.get("from") or ("client",)),
        fans_at=str(fanout.get("at", "")),
        fans=float(fanout.get("factor", 1.0)),
        hot_share=float(raw.get("hot_share", 0.0)),
        work=raw.get("work_ms") or {},
    )


def _payload(raw: Mapping[str, Any], workload: Mapping[str, Any], item_bytes: float) -> float:
    """The operation's own figures before the workload's."""
    figures = (raw.get("payload_bytes"), raw.get("item_bytes"), workload.get("payload_bytes"), item_bytes)
    return float(next(figure for figure in figures if figure is not None))
