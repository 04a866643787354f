"""What is left when something breaks, and what that means over the years."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.capacity import advise_accepted
from progressive_flow.grading.system_design.engine.kinds.fault_cases import cases, shrunk
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.kinds.latency import advise_latency, keeps_waiting
from progressive_flow.grading.system_design.engine.model import (
    Flow,
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
from progressive_flow.grading.system_design.engine.wording import code, part

# How much may be spent on finding other ways around what is down. After that, what is down counts as lost with all that
# passes it, which is never better than the truth. Ordinary designs need a tenth of it.
MAX_EFFORT = 6_000
ENOUGH = 0.9999  # what is accepted at all, where availability is not about load


def _survives(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    what, kind, count = fault_of(test)
    worst, where = 1.0, ""
    worst_left: Model | None = None
    spent = 0
    for name, graph in cases(model, what, kind, count):
        rerouted = bool(graph.dead) or what == "flush"
        spent += effort(model) if rerouted else 0
        share, left = _left(model, graph, test, rerouted, spent)
        if share < worst:
            worst, where, worst_left = share, name, left
    observed = f"{figures.percent(worst)} of {subject(test)} are accepted"
    return Measure(worst, f"{observed} without {where or _called(what, kind, count)}.", worst_left)


def _left(model: Model, graph: Graph, test: Test, rerouted: bool, spent: int) -> tuple[float, Model]:
    """Return the share that is accepted in a damaged design, and that design."""
    if not rerouted or (spent > MAX_EFFORT and graph.dead):
        left = shrunk(model, graph)
        if rerouted:
            through = sum(max(route.visits[at] for at in graph.dead) for _, route in chosen(model, test.get("op")))
            return max(0.0, 1.0 - through), left
        return taken(left if _hurts(model, left) else model, test.get("op")), left
    left = rerun(model, graph)
    return taken(left, test.get("op")), left


def _hurts(model: Model, left: Model) -> bool:
    """Return whether any request is affected: not if all data is there and every damaged node keeps up as before."""
    if any(up != (1.0, 1.0) for up in left.graph.up.values()):
        return True
    pairs = zip(model.stations, left.stations, strict=True)
    return any(served_share(now) < served_share(before) for before, now in pairs if now is not before)


def _called(what: str, kind: str | None, count: int) -> str:
    names = {"flush": "what the caches held", "service": f"every {kind}", "zone": "one zone", "region": "one region"}
    return names.get(what, f"any {count} {kind or 'instance'}{'' if count == 1 else 's'}")


def _availability(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    share = _expected(model, chosen(model, test.get("op")))
    return Measure(share, f"{subject(test).capitalize()}: {figures.uptime(share)}.")


def _expected(model: Model, flows: tuple[Flow, ...]) -> float:
    shares = [
        taken(model, operation.id) * available(model, operation, route) / (1.0 - route.lost)
        if route.lost < 1.0
        else 0.0
        for operation, route in flows
    ]
    return mean_share(flows, shares)


def _advise_availability(model: Model, test: Test) -> str:
    """Name the part on the way that is down most, unless the load is too much for the way."""
    flow = along.worst(model, test.get("op"), lambda one: _expected(model, (one,)))
    if flow is None:
        return ""
    if flow[1].lost or taken(model, flow[0].id) < ENOUGH:
        return advise_accepted(model, {"op": flow[0].id})
    available(model, *flow)  # works out the outages
    found = sorted((-_down(model, flow, at), at) for at in _needed(model, flow))
    if not found:
        return f"{sentences.passing(model, flow)}."
    down, at = found[0]
    node = model.graph.nodes[at]
    most = f"{part(node)} is down most: {figures.uptime(1.0 + down)}"
    return f"{sentences.passing(model, flow)}; {most}. {_steadier(node)}"


def _needed(model: Model, flow: Flow) -> list[int]:
    """Return the parts without which an operation is not answered: a cache that is down is one that does not know."""
    nodes = model.graph.nodes
    return [at for at in along.awaited(model, flow) if nodes[at].type not in CACHING_TYPES - flow[0].stores]


def _down(model: Model, flow: Flow, at: int) -> float:
    """Return the share of the time that a part cannot do its share of an operation."""
    found = 0.0
    for case in model.known.outages:
        works = (case.writes if flow[0].writes else case.reads)[at]
        found += case.chance * (1.0 - works * case.graph.up.get(at, (1.0, 1.0))[flow[0].writes])
    return found * min(1.0, flow[1].visits[at])


def _steadier(node: Node) -> str:
    name = code(node.id)
    votes = node.part.replicated and node.consistency == "quorum"
    led = node.part.replicated and not votes and not node.failover and node.consistency != "multi_leader"
    also = " and failover" if led else ""
    if node.copies == 1 or (votes and node.copies < MIN_VOTES):
        zones = "" if node.part.spread else f" in {MIN_VOTES if votes else 2} zones"
        return f"Give {name} {MIN_VOTES if votes else 2} replicas{zones}{also}."
    if led:
        return f"Give {name} failover."
    if min(node.zones, node.replicas) == 1 and not node.part.spread:
        return f"Spread {name} over 2 zones or more."
    return f"Give {name} another replica, or a second region, with capacity for all when one is down."


MIN_VOTES = 3  # the fewest copies of which a majority survives one


def _slo(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    share = _timely(model, test, test.get("op")) * _expected(model, chosen(model, test.get("op")))
    within = _within(test)
    return Measure(
        share, f"{100.0 * share:.5g} % of {subject(test)} are answered within {within:g} ms, outages included."
    )


def _within(test: Test) -> float:
    return float(test.get("within_ms", 1_000.0))


def _timely(model: Model, test: Test, operation: str | None) -> float:
    found = ways(model, operation)
    total = sum(lag.share for lag in found)
    quick = sum(lag.share * gamma_cdf(_within(test) / 1e3, lag.mean, lag.variance) for lag in found)
    return quick / total if total and not keeps_waiting(model, {"op": operation}) else 0.0


def _advise_slo(model: Model, test: Test) -> str:
    """Advise on what takes more away: answers that come late, or outages."""
    flow = along.worst(
        model, test.get("op"), lambda one: _timely(model, test, one[0].id) * _expected(model, (one,)) - one[1].lost
    )
    if flow is None:
        return ""
    late = 1.0 - _timely(model, test, flow[0].id)
    advise = advise_latency if late >= 1.0 - _expected(model, (flow,)) else _advise_availability
    return advise(model, {"op": flow[0].id})


KINDS: dict[str, Kind] = {
    "survives": Kind(
        _survives,
        advise_accepted,
        "share",
        1.0,
        0.5,
        rises=True,
        takes=frozenset({"fault"}),
        needs=frozenset({"fault"}),
    ),
    "availability": Kind(_availability, _advise_availability, "share", 0.999, 0.99, rises=True),
    "slo": Kind(
        _slo,
        _advise_slo,
        "share",
        0.99,
        0.9,
        rises=True,
        takes=frozenset({"within_ms"}),
        needs=frozenset({"within_ms"}),
    ),
}
