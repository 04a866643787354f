"""Tests of capacity for the load: what is served and accepted, how busy parts are, and what growth they allow."""

from math import inf

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds import holding, sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.model import (
    Flow,
    Model,
    answered,
    busy,
    chosen,
    reached,
    taken,
)
from progressive_flow.grading.system_design.engine.stations import Station


def _served(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    return Measure(share, f"{figures.percent(share)} of {subject(test)} are served.")


def advise_served(model: Model, test: Test) -> str:
    """Relieve the tightest part on the way of the operation that is served least."""
    flow = along.worst(model, test.get("op"), lambda one: answered(model, one[0].id))
    return "" if flow is None else _relieved(model, flow, along.way(model, flow))


def _burst(model: Model, test: Test) -> Measure:
    share = taken(model, test.get("op"))
    return Measure(share, f"{figures.percent(share)} of {subject(test)} are accepted at {model.load:g} times the load.")


def advise_accepted(model: Model, test: Test) -> str:
    """Relieve the tightest part on the way of the operation of which least is accepted."""
    flow = along.worst(model, test.get("op"), lambda one: taken(model, one[0].id))
    if flow is None:
        return ""
    nodes = along.awaited(model, flow)
    may_wait = not flow[0].waits and len(nodes) == len(along.way(model, flow)) and flow[1].lost < 1.0
    queue = " What nobody waits for can wait in a queue." if may_wait else ""
    return f"{_relieved(model, flow, nodes)}{queue}"


def _relieved(model: Model, flow: Flow, nodes: list[int]) -> str:
    if flow[1].lost:
        return sentences.no_way(model, flow)
    return sentences.tight(model, flow, nodes, sentences.COMFORTABLE if model.load <= 1.0 else 1.0)


def _max_rho(model: Model, test: Test) -> Measure:
    kind = test.get("type")
    found = busy(model, kind)
    if not found or not reached(model, test.get("op")):
        return Measure(None, f"No {kind or 'component'} carries traffic.")
    node, station = found[0]
    return Measure(station.rho, f"{wording.describe(node, station)}.")


def _advise_max_rho(model: Model, test: Test) -> str:
    found = busy(model, test.get("type"))
    if not found or not reached(model, test.get("op")):
        kind = str(test.get("type") or "component")
        flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost - (kind in one[0].work))
        return "" if flow is None else sentences.absent(model, flow, {kind})
    node, station = found[0]
    step = wording.relief(node, station, float(test.get("target", 0.8)), damaged=sentences.is_damaged(model))
    return f"{_working(model, node, station)}. {step}"


def _working(model: Model, node: Node, station: Station) -> str:
    """Say what keeps a part busy, and how much."""
    names = [wording.code(name) for name in along.others_at(model, model.graph.nodes.index(node))]
    return f"{wording.part(node)} works on {figures.listed(names)} and is at {figures.percent(station.rho)}"


def _first_full(model: Model, test: Test) -> tuple[float, Node | None, Test]:
    """Return how many times the load or the data fit, the busiest part if that is the limit, else the test of its data."""
    tight = busy(model)[:1]
    times = min((1.0 / station.rho for _, station in tight), default=inf)
    node, data = next((node for node, _ in tight), None), test
    for operation, _ in chosen(model, test.get("op")):
        needed, available, _ = holding.sizes(model, {"op": operation.id})
        if available and needed and available / needed < times:
            times, node, data = available / needed, None, {"op": operation.id}
    return min(times, 1e6), node, data


def _growth(model: Model, test: Test) -> Measure:
    if not reached(model, test.get("op")):
        return unreached(test)
    times, node, data = _first_full(model, test)
    what = node.id if node else ""
    if node is None and data is not test:
        what = f"the capacity of {holding.sizes(model, data)[2]}"
    return Measure(times, f"{what} allows {times:.3g} times this load and data.")


def _advise_growth(model: Model, test: Test) -> str:
    target = float(test.get("target", 2.0))
    times, node, data = _first_full(model, test)
    if node is None:
        return holding.advise_storage(model, {**data, "target": target})
    if not reached(model, test.get("op")):
        return advise_served(model, test)
    station = model.stations[model.graph.nodes.index(node)]
    step = wording.relief(node, station, 1.0 / target)
    return f"{_beside(model, test, node)}{_working(model, node, station)}, so it is full at {times:.3g} times the load. {step}"


def _beside(model: Model, test: Test, node: Node) -> str:
    """All parts grow with the load: say that the first one to be full is not on the way of the test's operation."""
    flows = chosen(model, test.get("op")) if test.get("op") else ()
    apart = [flow for flow in flows if not flow[1].visits[model.graph.nodes.index(node)]]
    return (
        f"{sentences.passing(model, apart[0])}; the first part of the design to be full is not among them. "
        if apart
        else ""
    )


KINDS: dict[str, Kind] = {
    "served": Kind(_served, advise_served, "share", 1.0, 0.5, rises=True),
    "burst": Kind(_burst, advise_accepted, "share", 1.0, 0.5, rises=True),
    "max_rho": Kind(
        _max_rho, _advise_max_rho, "utilisation", 0.8, 1.6, rises=False, takes=frozenset({"type"}), whole=True
    ),
    "growth": Kind(_growth, _advise_growth, "times", 2.0, 1.0, rises=True, whole=True),
}
