"""Tests of what parts hold: data, open connections, the hottest item, and what caches answer from memory."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.hotspots import row_locks
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, types, unreached
from progressive_flow.grading.system_design.engine.model import (
    Flow,
    Model,
    chosen,
    hit_share,
    hottest,
    reached,
    visited,
)
from progressive_flow.grading.system_design.engine.service_time import service_seconds


def _storage(model: Model, test: Test) -> Measure:
    needed, available, names = sizes(model, test)
    if not available:
        return Measure(None, f"No {names} receives the data.")
    message = f"There is capacity for {figures.size(available)}; the data takes {figures.size(needed)}."
    return Measure(available / needed if needed else 1.0, message)


def sizes(model: Model, test: Test) -> tuple[float, float, str]:
    """Return the GB needed, the GB available, and the types of store that count."""
    flows = chosen(model, test.get("op"))
    stores = _counted(flows, test)
    needed = max((_gigabytes(flow) for flow in flows), default=0.0)
    available = sum(
        node.part.storage_gb * node.units * node.shards
        for at, node in enumerate(model.graph.nodes)
        if node.type in stores and visited(model, at)
    )
    return needed, available, " or ".join(sorted(stores))


def _counted(flows: tuple[Flow, ...], test: Test) -> set[str]:
    return set(types(test, "type")) or {kind for operation, _ in flows for kind in operation.stores}


def _gigabytes(flow: Flow) -> float:
    return flow[0].items * flow[0].item_bytes / 1e9


def advise_storage(model: Model, test: Test) -> str:
    """Name the store that is too small for the data of an operation, and the size that is not."""
    flow = max(chosen(model, test.get("op")), key=_gigabytes, default=None)
    if flow is None:
        return ""
    if along.is_lost(flow):
        return sentences.no_way(model, flow)
    needed, available, _ = sizes(model, test)
    stores = _counted((flow,), test)
    nodes = [at for at in along.way(model, flow) if model.graph.nodes[at].type in stores]
    if not nodes or not available:
        return sentences.absent(model, flow, stores)
    node = model.graph.nodes[nodes[0]]
    holds = f"{wording.part(node)} keeps the {figures.size(needed)} of {wording.code(flow[0].id)}"
    step = sentences.larger(node, float(test.get("target", 1.0)) * needed / available)
    return f"{holds}, with capacity for {figures.size(available)}. {step} Replicas hold the same data again."


def _connections(model: Model, test: Test) -> Measure:
    kinds, needed = _holders(test), model.users.connections
    available = sum(_held(model.graph.nodes[at]) for at in _holding(model, kinds))
    names = " or ".join(kinds)
    if not available:
        return Measure(None, f"No {names} holds connections.")
    message = f"There is capacity for {available:,.0f} open connections; {needed:,.0f} are required."
    return Measure(available / needed if needed else 1.0, message)


def _holders(test: Test) -> list[str]:
    return types(test, "type") or ["websocket_gateway"]


def _holding(model: Model, kinds: list[str]) -> list[int]:
    return [at for at, node in enumerate(model.graph.nodes) if node.type in kinds and visited(model, at)]


def _held(node: Node) -> float:
    return float(node.part.connections * node.units * node.copies * node.shards)


def _advise_connections(model: Model, test: Test) -> str:
    kinds = _holders(test)
    nodes = _holding(model, kinds)
    available = sum(_held(model.graph.nodes[at]) for at in nodes)
    if not available:
        flow = along.worst(model, test.get("op"), lambda one: -one[0].rps if "client" in one[0].origins else 1.0)
        return "" if flow is None else sentences.absent(model, flow, kinds)
    node, needed = model.graph.nodes[nodes[0]], float(test.get("target", 1.0)) * model.users.connections
    step = sentences.larger(node, needed / available, ("units",))
    return f"{wording.part(node)} has capacity for {_held(node):,.0f} of {needed:,.0f} connections. {step}"


def _hot_key(model: Model, test: Test) -> Measure:
    found = _hot_parts(model, test)
    if not found or not reached(model, test.get("op")):
        return unreached(test)
    rho, at = found[0]
    name, share = model.graph.nodes[at].id, figures.percent(rho)
    if _is_locked(model, rho, at):
        return Measure(rho, f"The row of {name} with the hottest item is locked {share} of the time.")
    return Measure(rho, f"The shard of {name} with the hottest item is at {share}.")


def _is_locked(model: Model, rho: float, at: int) -> bool:
    """Is it the row that is busy, and not the shard?"""
    return row_locks(model.graph, model.flows, model.load)[at] >= rho


def _hot_parts(model: Model, test: Test) -> list[tuple[float, int]]:
    """Return how busy the shard with the hottest item is, part by part, the busiest first."""
    kinds, nodes = types(test, "type"), model.graph.nodes
    found = [(rho, at) for at, rho in enumerate(hottest(model)) if rho > 0.0 and (not kinds or nodes[at].type in kinds)]
    return sorted(found, key=lambda pair: (pair[0], nodes[pair[1]].id), reverse=True)


def _advise_hot_key(model: Model, test: Test) -> str:
    found = _hot_parts(model, test)
    if not found or not reached(model, test.get("op")):
        flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
        return "" if flow is None else sentences.absent(model, flow, types(test, "type") or flow[0].stores)
    rho, at = found[0]
    node = model.graph.nodes[at]
    wanted = [flow for flow in model.flows if flow[1].visits[at] > 0.0]
    if _is_locked(model, rho, at):
        return _unlock(node, max(wanted, key=lambda flow: _lock(node, at, flow)), rho)
    hot = max(wanted, key=lambda flow: flow[0].hot_share * flow[0].rps * flow[1].visits[at])
    what = f"The hottest item of {wording.code(hot[0].id)} keeps one shard of {wording.part(node)} at {figures.percent(rho)}"
    if hot[0].cacheable and not along.caches_on(model, hot):
        return f"{what}; more shards do not divide one item. Answer it from a cache before {wording.code(node.id)}."
    if node.part.replicated and not hot[0].writes and node.consistency != "leader":
        return f"{what}; more shards do not divide one item. Give {wording.code(node.id)} more replicas, which share reads."
    step = sentences.larger(node, rho / float(test.get("target", 0.8)), ("units",))
    return f"{what}; more shards do not divide one item. {step}"


def _lock(node: Node, at: int, flow: Flow) -> float:
    """Return for how much of the time an operation locks a row."""
    operation, route = flow
    rate = operation.hot_share * operation.rps * route.visits[at]
    return rate * service_seconds(node, operation) if operation.writes else 0.0


def _unlock(node: Node, flow: Flow, rho: float) -> str:
    writes = f"Writes of the hottest item of {wording.code(flow[0].id)} lock its row in {wording.part(node)}"
    keys = ", or set dedup only where it is needed" if node.dedup else ""
    return (
        f"{writes} {figures.percent(rho)} of the time, one after another on a machine of any size: no units or shards help."
        f" Let them come in batches from a queue{keys}."
    )


def _hit(model: Model, test: Test) -> Measure:
    share = hit_share(model, test.get("op"))
    return Measure(share, f"{figures.percent(share)} of {subject(test)} are answered from a cache.")


def _advise_hit(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: one[1].hits if one[0].cacheable else 1.0)
    if flow is None:
        return ""
    caches = along.caches_on(model, flow)
    if along.is_lost(flow) or not caches:
        return sentences.absent(model, flow, {"cache", "cdn"})
    node = max((model.graph.nodes[at] for at in caches), key=_memory)
    name, data = wording.code(flow[0].id), _gigabytes(flow)
    answers = f"{name} asks {wording.part(node)}, which answers {figures.percent(flow[1].hits)}"
    if node.ttl is not None and _memory(node) >= data:
        return f"{answers}: its copies expire before they are asked for again. Let {wording.code(node.id)} keep them longer."
    also = _sharing(model, flow, node)
    step = f"Give {wording.code(node.id)} more memory: units or shards; replicas hold the same items again."
    return f"{answers}: it has {figures.size(_memory(node))} of memory for {figures.size(data)}{also}. {step}"


def _memory(node: Node) -> float:
    return node.part.memory_gb * node.units * node.shards


def _sharing(model: Model, flow: Flow, node: Node) -> str:
    at = model.graph.nodes.index(node)
    others = [
        other[0].id for other in model.flows if other[0].id != flow[0].id and other[0].cacheable and other[1].visits[at]
    ]
    return f", shared with {figures.listed([wording.code(name) for name in others])}" if others else ""


_TYPE = frozenset({"type"})
KINDS: dict[str, Kind] = {
    "storage": Kind(_storage, advise_storage, "ratio", 1.0, 0.0, rises=True, takes=_TYPE),
    "connections": Kind(_connections, _advise_connections, "ratio", 1.0, 0.0, rises=True, takes=_TYPE, whole=True),
    "hot_key": Kind(_hot_key, _advise_hot_key, "utilisation", 0.8, 2.0, rises=False, takes=_TYPE, whole=True),
    "hit": Kind(_hit, _advise_hit, "share", 0.8, 0.0, rises=True),
}
