"""Whether what was written stays: over the years, and when its leader or region is lost."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.durability import item_loss, loss_window, nines
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, unreached
from progressive_flow.grading.system_design.engine.model import Flow, Model, chosen, reached
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.outcomes import behind_queue, endings
from progressive_flow.grading.system_design.engine.wording import code, part

RAREST = 1e-15


def _durability(model: Model, test: Test) -> Measure:
    losses = [_lost(model, flow) for flow in chosen(model, test.get("op")) if flow[1].hits + flow[1].lost < 1.0]
    if not losses or not reached(model, test.get("op")):
        return unreached(test)
    one_in = figures.count(1.0 / max(RAREST, *losses))
    return Measure(
        nines(max(losses)), f"An item survives a year with {nines(max(losses)):.3g} nines: one in {one_in} is lost."
    )


def _lost(model: Model, flow: Flow) -> float:
    """Return the chance that an item of an operation is lost within a year."""
    route = flow[1]
    if route.hits + route.lost >= 1.0:
        return 0.0
    kept = [(at, share) for at, cached, share in endings(route) if not cached]
    return sum(share * item_loss(model.graph.nodes[at]) for at, share in kept) / (1.0 - route.hits - route.lost)


def _advise_durability(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: -_lost(model, one) - one[1].lost)
    if flow is None:
        return ""
    ends = [at for at, cached, _ in endings(flow[1]) if not cached]
    if flow[1].lost or not ends:
        return sentences.no_way(model, flow)
    node = model.graph.nodes[max(ends, key=lambda at: (item_loss(model.graph.nodes[at]), at))]
    return f"{code(flow[0].id)} is kept in {part(node)}, {_has(node)}. {_safer(node)}"


def _has(node: Node) -> str:
    copies = "one copy" if node.copies == 1 else f"{node.copies} copies"
    if not node.part.copy_loss:
        return "which holds memory alone"
    zones, regions = min(node.zones, node.replicas), f" of each of {node.regions} regions" if node.regions > 1 else ""
    return f"which has {copies}, in {figures.number(zones, 'zone')}{regions}"


def _safer(node: Node) -> str:
    name = code(node.id)
    if not node.part.copy_loss:
        return f"Let it end in a store instead, and keep {name} for copies."
    if node.copies == 1:
        return f"Give {name} 2 replicas in 2 zones, or more."
    if min(node.zones, node.replicas) == 1 and node.regions == 1 and not node.part.spread:
        return f"Spread the replicas of {name} over 2 zones or more: a fire takes a zone with all that is in it."
    return f"Give {name} another replica, in a zone or region of its own."


def _loss_window(model: Model, test: Test) -> Measure:
    found = _windows(model, test)
    if not found or not reached(model, test.get("op")):
        return unreached(test)
    worst, node, _ = found[0]
    lost = "its region" if _of_region(test) else "its leader"
    message = f"If {node.id} loses {lost}, {figures.duration(worst)} of acknowledged writes are gone."
    return Measure(worst, message)


def _of_region(test: Test) -> bool:
    return (test.get("fault") or {}).get("lose") == "region"


def _windows(model: Model, test: Test) -> list[tuple[float, Node, Flow]]:
    """Return the seconds of writes that each part may lose which confirms them, the most first."""
    nodes, region = model.graph.nodes, _of_region(test)
    found = [
        (loss_window(nodes[at], model.stations[at].write_rho, region), nodes[at], flow)
        for flow in chosen(model, test.get("op"))
        for at in _keepers(model, flow)
    ]
    return sorted(found, key=lambda one: (one[0], one[1].id), reverse=True)


def _keepers(model: Model, flow: Flow) -> set[int]:
    """Return the node that holds a write when its caller gets the confirmation: the first queue, else the store."""
    operation, route = flow
    behind = behind_queue(model.graph, operation, route)
    nodes = model.graph.nodes
    stores = {at for at, cached, _ in endings(route) if not cached and at not in behind}
    if operation.waits:
        return stores or {at for at, cached, _ in endings(route) if not cached}
    queues = {at for at, share in enumerate(route.visits) if share and holds_work(nodes[at], operation)}
    return (queues - behind) | stores


def _advise_loss_window(model: Model, test: Test) -> str:
    found = _windows(model, test)
    if not found or not reached(model, test.get("op")):
        flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
        return "" if flow is None else sentences.no_way(model, flow)
    _, node, flow = found[0]
    name, region = code(node.id), _of_region(test)
    confirms = f"{part(node)} confirms {code(flow[0].id)}"
    how = "consistency quorum over the regions" if region else "consistency leader or quorum"
    if (node.regions if region else node.copies) == 1:
        wait = f", and let writes wait for it: {how}" if node.part.replicated else ""
        has, more = ("is in one region", "a second region") if region else ("has one copy", "a second replica")
        return f"{confirms} and {has}. Give {name} {more}{wait}."
    if node.consistency == "quorum":
        return f"{confirms} when {_voters(node, region)}: raise the write quorum."
    return f"{confirms} before another copy of {name} has it: {how} waits for one."


def _voters(node: Node, region: bool) -> str:
    """Say how many copies have a write that is confirmed, and that these may be lost together."""
    if node.write_quorum == 1:
        return "one copy has it"
    return f"{node.write_quorum} copies have it{', which may all be in one region' if region else ''}"


KINDS: dict[str, Kind] = {
    "durability": Kind(_durability, _advise_durability, "nines", 6.0, 1.0, rises=True),
    "loss_window": Kind(_loss_window, _advise_loss_window, "s", 0.0, 86_400.0, rises=False, takes=frozenset({"fault"})),
}
