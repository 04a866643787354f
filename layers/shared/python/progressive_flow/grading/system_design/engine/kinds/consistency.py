"""Whether answers can be relied on: how old they are, what takes effect once, what survives."""

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.durability import item_loss, loss_window, nines
from progressive_flow.grading.system_design.engine.freshness import NEVER, answer_ages, writers_of
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.model import Flow, Model, answered, chosen, reached, waits
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.outcomes import behind_queue, completing, endings
from progressive_flow.grading.system_design.engine.queueing import percentile

ALMOST_ALL = 0.99


def _ages(model: Model, flow: Flow) -> list[tuple[float, float]]:
    writers = writers_of(flow, model.flows)
    late = [_late(model, writer[0].id) if behind_queue(model.graph, *writer) else 0.0 for writer in writers]
    return answer_ages(model.graph, flow, writers, model.stations, late)


def _late(model: Model, operation: str) -> float:
    """Seconds within which 99 % of accepted writes have arrived."""
    if answered(model, operation) < reached(model, operation) * (1.0 - 1e-9):
        return NEVER
    return min(NEVER, percentile(waits(model, operation), ALMOST_ALL))


def _staleness(model: Model, test: Test) -> Measure:
    worst = 0.0
    for flow in chosen(model, test.get("op")):
        below = (1.0 - ALMOST_ALL) * (1.0 - flow[1].lost)
        for share, age in reversed(_ages(model, flow)):
            below -= share
            if below < 0.0:
                worst = max(worst, age)
                break
    if not reached(model, test.get("op")):
        return unreached(test)
    message = f"99 % of {subject(test)} see data that is at most {wording.duration(worst)} old."
    return Measure(worst, message, _fresher())


def _fresh(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    shares = [sum(s for s, age in _ages(model, flow) if not age) for flow in chosen(model, test.get("op"))]
    share = min(shares, default=0.0)
    return Measure(share, f"{wording.percent(share)} of {subject(test)} see every write before them.", _fresher())


def _fresher() -> str:
    return "Read where the write went: consistency leader or quorum, a cache that the writer empties, a ttl_seconds that ends."


def _exactly_once(model: Model, test: Test) -> Measure:
    share = min((_effective_once(model, flow) for flow in chosen(model, test.get("op"))), default=0.0)
    step = "Set dedup on the store that completes it, so that a retry is refused, and keep two copies of every queue."
    return Measure(share, f"{wording.percent(share)} of {subject(test)} take effect exactly once.", step)


def _effective_once(model: Model, flow: Flow) -> float:
    operation, route = flow
    nodes = model.graph.nodes

    def safe(index: int) -> bool:
        return nodes[index].copies > 1 or not holds_work(nodes[index], operation)

    return completing(route, safe, lambda at: _refuses(nodes[at]))


def _refuses(node: Node) -> bool:
    """Is a repeated key refused wherever it comes? Of several leaders, one knows a key only after it has been sent there."""
    return node.dedup and not (node.consistency == "multi_leader" and node.regions > 1)


def _durability(model: Model, test: Test) -> Measure:
    losses = [
        sum(share * item_loss(model.graph.nodes[at]) for at, cached, share in endings(route) if not cached)
        / (1.0 - route.hits - route.lost)
        for _, route in chosen(model, test.get("op"))
        if route.hits + route.lost < 1.0
    ]
    if not losses or not reached(model, test.get("op")):
        return unreached(test)
    value = nines(max(losses))
    message = f"An item survives a year with {value:.3g} nines: one in {1 / max(1e-15, *losses):,.0f} is lost."
    return Measure(value, message, "Keep more copies, in more zones or regions, or in an object_store.")


def _loss_window(model: Model, test: Test) -> Measure:
    region = (test.get("fault") or {}).get("lose") == "region"
    worst, where = -1.0, ""
    for flow in chosen(model, test.get("op")):
        for at in _keepers(model, flow):
            window = loss_window(model.graph.nodes[at], model.stations[at].write_rho, region)
            worst, where = max((worst, where), (window, model.graph.nodes[at].id))
    if worst < 0.0 or not reached(model, test.get("op")):
        return unreached(test)
    lost = "its region" if region else "its leader"
    message = f"If {where} loses {lost}, {wording.duration(worst)} of acknowledged writes are gone."
    return Measure(worst, message, "Acknowledge a write when a second copy has it: consistency leader or quorum.")


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


KINDS: dict[str, Kind] = {
    "staleness": Kind(_staleness, "s", 1.0, 60.0, rises=False),
    "fresh": Kind(_fresh, "share", 1.0, 0.0, rises=True),
    "exactly_once": Kind(_exactly_once, "share", 1.0, 0.0, rises=True),
    "durability": Kind(_durability, "nines", 6.0, 1.0, rises=True),
    "loss_window": Kind(_loss_window, "s", 0.0, 86_400.0, rises=False, takes=frozenset({"fault"})),
}
