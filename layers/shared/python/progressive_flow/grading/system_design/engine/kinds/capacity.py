"""Tests of capacity: for the load, the data, the connections, the hottest item, and for growth."""

from math import inf

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, types, unreached
from progressive_flow.grading.system_design.engine.model import (
    Model,
    answered,
    busy,
    chosen,
    hit_share,
    hottest,
    reached,
    taken,
    visited,
)

COMFORTABLE = 0.7


def _served(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    return Measure(share, f"{wording.percent(share)} of {subject(test)} are served.", _relief(model))


def _burst(model: Model, test: Test) -> Measure:
    share = taken(model, test.get("op"))
    message = f"{wording.percent(share)} of {subject(test)} are accepted at {model.load:g} times the load."
    return Measure(share, message, _relief(model) + " Work that may wait can wait in a queue.")


def _relief(model: Model) -> str:
    full = busy(model)
    if full and full[0][1].rho > 1.0:
        node, station = full[0]
        return f"{wording.describe(node, station)}. {wording.relief(node, station, COMFORTABLE)}"
    return "Give every operation a path from the client to a store that can complete it."


def _max_rho(model: Model, test: Test) -> Measure:
    kind = test.get("type")
    found = busy(model, kind)
    if not found or not reached(model, test.get("op")):
        missing = f"No {kind or 'component'} carries traffic."
        return Measure(None, missing, f"Put a {kind or 'component'} on the way of the requests.")
    node, station = found[0]
    step = wording.relief(node, station, float(test.get("target", 0.8)))
    return Measure(station.rho, wording.describe(node, station) + ".", step)


def _storage(model: Model, test: Test) -> Measure:
    needed, available, names = _sizes(model, test)
    if not available:
        return Measure(None, f"No {names} receives the data.", f"Connect a {names} to keep {wording.size(needed)}.")
    message = f"There is capacity for {wording.size(available)}; the data takes {wording.size(needed)}."
    return Measure(
        available / needed if needed else 1.0, message, "Add units or shards to the store: replicas hold copies."
    )


def _sizes(model: Model, test: Test) -> tuple[float, float, str]:
    """Return the GB needed, the GB available, and the types of store that count."""
    flows = chosen(model, test.get("op"))
    stores = set(types(test, "type")) or {kind for operation, _ in flows for kind in operation.stores}
    needed = max((operation.items * operation.item_bytes for operation, _ in flows), default=0.0) / 1e9
    available = sum(
        node.part.storage_gb * node.units * node.shards
        for at, node in enumerate(model.graph.nodes)
        if node.type in stores and visited(model, at)
    )
    return needed, available, " or ".join(sorted(stores))


def _connections(model: Model, test: Test) -> Measure:
    kinds = types(test, "type") or ["websocket_gateway"]
    names, needed = " or ".join(kinds), model.users.connections
    nodes = [n for at, n in enumerate(model.graph.nodes) if n.type in kinds and visited(model, at)]
    available = sum(_held(node) for node in nodes)
    if not available:
        return Measure(None, f"No {names} holds connections.", f"Put a {names} between the clients and the rest.")
    message = f"There is capacity for {available:,.0f} open connections; {needed:,.0f} are required."
    return Measure(available / needed if needed else 1.0, message, f"Give {nodes[0].id} more units or replicas.")


def _held(node: Node) -> float:
    return float(node.part.connections * node.units * node.copies * node.shards)


def _hot_key(model: Model, test: Test) -> Measure:
    kinds = types(test, "type")
    found = [
        (rho, node)
        for rho, node in zip(hottest(model), model.graph.nodes, strict=True)
        if rho > 0.0 and (not kinds or node.type in kinds)
    ]
    if not found or not reached(model, test.get("op")):
        return unreached(test)
    rho, node = max(found, key=lambda pair: (pair[0], pair[1].id))
    message = f"The shard of {node.id} with the hottest item is at {wording.percent(rho)}."
    step = (
        f"More shards do not divide one item: answer it from a cache before {node.id}, or add copies that serve reads."
    )
    return Measure(rho, message, step)


def _growth(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    tight = busy(model)[:1]
    times = min((1.0 / station.rho for _, station in tight), default=inf)
    what = "".join(node.id for node, _ in tight)
    for operation, _ in chosen(model, test.get("op")):
        needed, available, names = _sizes(model, {"op": operation.id})
        if available and needed and available / needed < times:
            times, what = available / needed, f"the capacity of {names}"
    times = min(times, 1e6)
    step = f"{what} is the first to run out: give it more units or shards."
    return Measure(times, f"{what} allows {times:.3g} times this load and data.", step)


def _hit(model: Model, test: Test) -> Measure:
    share = hit_share(model, test.get("op"))
    step = "A cache needs memory for the items asked for most: add units or shards, on the way of the reads."
    return Measure(share, f"{wording.percent(share)} of {subject(test)} are answered from a cache.", step)


_TYPE = frozenset({"type"})
KINDS: dict[str, Kind] = {
    "served": Kind(_served, "share", 1.0, 0.5, rises=True),
    "burst": Kind(_burst, "share", 1.0, 0.5, rises=True),
    "max_rho": Kind(_max_rho, "utilisation", 0.8, 1.6, rises=False, takes=_TYPE),
    "storage": Kind(_storage, "ratio", 1.0, 0.0, rises=True, takes=_TYPE),
    "connections": Kind(_connections, "ratio", 1.0, 0.0, rises=True, takes=_TYPE),
    "hot_key": Kind(_hot_key, "utilisation", 0.8, 2.0, rises=False, takes=_TYPE),
    "growth": Kind(_growth, "times", 2.0, 1.0, rises=True),
    "hit": Kind(_hit, "share", 0.8, 0.0, rises=True),
}
