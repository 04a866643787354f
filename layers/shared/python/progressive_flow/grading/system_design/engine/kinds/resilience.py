"""What is left when something breaks, and what that means over the years."""

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.kinds.fault_cases import cases, shrunk
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.kinds.latency import keeps_waiting
from progressive_flow.grading.system_design.engine.model import (
    Model,
    available,
    chosen,
    effort,
    mean_share,
    reached,
    rerun,
    taken,
    ways,
)
from progressive_flow.grading.system_design.engine.queueing import gamma_cdf
from progressive_flow.grading.system_design.engine.stations import served_share

# How much may be spent on finding other ways around what is down. After that, what is down counts as lost with all that
# passes it, which is never better than the truth. Ordinary designs need a tenth of it.
MAX_EFFORT = 6_000


def _survives(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    what, kind, count = fault_of(test)
    worst, where = 1.0, ""
    spent = 0
    for name, graph in cases(model, what, kind, count):
        rerouted = bool(graph.dead) or what == "flush"
        spent += effort(model) if rerouted else 0
        share = _left(model, graph, test, rerouted, spent)
        if share < worst:
            worst, where = share, name
    observed = f"{wording.percent(worst)} of {subject(test)} are accepted"
    loss = f"without {where or _called(what, kind, count)}"
    return Measure(worst, f"{observed} {loss}.", _advice(what, where))


def _left(model: Model, graph: Graph, test: Test, rerouted: bool, spent: int) -> float:
    if not rerouted:
        left = shrunk(model, graph)
        return taken(left if _hurts(model, left) else model, test.get("op"))
    if spent > MAX_EFFORT and graph.dead:
        through = sum(max(route.visits[at] for at in graph.dead) for _, route in chosen(model, test.get("op")))
        return max(0.0, 1.0 - through)
    return taken(rerun(model, graph), test.get("op"))


def _hurts(model: Model, left: Model) -> bool:
    """Return whether any request is affected: not if all data is there and every damaged node keeps up as before."""
    if any(up != (1.0, 1.0) for up in left.graph.up.values()):
        return True
    pairs = zip(model.stations, left.stations, strict=True)
    return any(served_share(now) < served_share(before) for before, now in pairs if now is not before)


def _called(what: str, kind: str | None, count: int) -> str:
    names = {"flush": "what the caches held", "service": f"every {kind}", "zone": "one zone", "region": "one region"}
    return names.get(what, f"any {count} {kind or 'instance'}{'' if count == 1 else 's'}")


def _advice(what: str, where: str) -> str:
    advice = {
        "flush": "The stores must carry the load until the caches are warm, or a second cache must hold the hottest items.",
        "service": "Accept the work into a queue while the service is away.",
        "zone": "Spread replicas over zones, leave spare capacity in the others, and let a store fail over.",
        "region": "Run in a second region, with copies of the data that take over.",
    }
    return advice.get(
        what, f"Give {where or 'it'} a second replica with capacity for all, and failover if it is a store."
    )


def _availability(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    share = _expected(model, test)
    step = "Look for what stands alone: a second replica, a second zone, failover for stores."
    return Measure(share, f"{subject(test).capitalize()}: {wording.downtime(share)}.", step)


def _expected(model: Model, test: Test) -> float:
    flows = chosen(model, test.get("op"))
    shares = [
        taken(model, operation.id) * available(model, operation, route) / (1.0 - route.lost)
        if route.lost < 1.0
        else 0.0
        for operation, route in flows
    ]
    return mean_share(flows, shares)


def _slo(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    within = float(test.get("within_ms", 1_000.0))
    found = ways(model, test.get("op"))
    total = sum(lag.share for lag in found)
    quick = sum(lag.share * gamma_cdf(within / 1e3, lag.mean, lag.variance) for lag in found)
    timely = quick / total if total and not keeps_waiting(model, test) else 0.0
    share = timely * _expected(model, test)
    message = f"{100.0 * share:.5g} % of {subject(test)} are answered within {within:g} ms, outages included."
    return Measure(share, message, "Answer faster (caches, headroom) or fail less (replicas, zones, failover).")


KINDS: dict[str, Kind] = {
    "survives": Kind(_survives, "share", 1.0, 0.5, rises=True, takes=frozenset({"fault"}), needs=frozenset({"fault"})),
    "availability": Kind(_availability, "share", 0.999, 0.99, rises=True),
    "slo": Kind(_slo, "share", 0.99, 0.9, rises=True, takes=frozenset({"within_ms"}), needs=frozenset({"within_ms"})),
}
