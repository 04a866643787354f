"""How long work takes that nobody waits for: behind a queue, after an outage, as a batch, and to very many recipients."""

from collections.abc import Iterable
from math import inf

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.model import Flow, Model, answered, chosen, reached, waits, ways
from progressive_flow.grading.system_design.engine.outcomes import behind_queue
from progressive_flow.grading.system_design.engine.queueing import percentile
from progressive_flow.grading.system_design.engine.stations import load_stations

MAX_DURATION = constant("never")
ROUNDING = 1e-9
CALM = 0.6


def _delay(model: Model, test: Test) -> Measure:
    found = waits(model, test.get("op"))
    if not found or not reached(model, test.get("op")):
        return Measure(None, f"No {subject(test)} wait in a queue.")
    late = answered(model, test.get("op")) < reached(model, test.get("op")) * (1.0 - ROUNDING)
    value = MAX_DURATION if late else min(MAX_DURATION, percentile(found, 0.99))
    return Measure(value, f"99 % of {subject(test)} are done {figures.duration(value)} after they were accepted.")


def _advise_delay(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: answered(model, one[0].id) if not one[0].waits else inf)
    return "" if flow is None else _behind(model, flow)


def _behind(model: Model, flow: Flow, target: float | None = None) -> str:
    """Relieve the tightest part behind the queue of an operation, to ``target`` or to where little waits."""
    if flow[1].lost:
        return sentences.no_way(model, flow)
    nodes = _worked_off_by(model, flow)
    if not nodes:
        return sentences.absent(model, flow, DEFERRING_TYPES)
    busiest = _busiest(model, nodes)
    calm = sentences.COMFORTABLE if busiest > 1.0 else CALM * busiest or CALM
    return sentences.tight(model, flow, nodes, target or calm)


def _worked_off_by(model: Model, flow: Flow) -> list[int]:
    behind = behind_queue(model.graph, *flow)
    return [at for at in along.way(model, flow) if at in behind]


def _drain(model: Model, test: Test) -> Measure:
    """After an outage of the consumers, what came in meanwhile is done with the capacity that the load leaves over."""
    if not reached(model, test.get("op")):
        return unreached(test)
    behind = {at for flow in chosen(model, test.get("op")) for at in behind_queue(model.graph, *flow)}
    if not behind:
        return Measure(None, f"No {subject(test)} wait in a queue.")
    rho = max(model.stations[at].rho for at in behind)
    outage = _outage(test)
    value = min(MAX_DURATION, outage * rho / (1.0 - rho)) if rho < 1.0 else MAX_DURATION
    return Measure(
        value, f"{figures.duration(value)} after an outage of {figures.duration(outage)} the backlog is done."
    )


def _outage(test: Test) -> float:
    return float(test.get("outage_seconds", 3_600.0))


def _advise_drain(model: Model, test: Test) -> str:
    """A part at utilisation u catches up in u / (1 - u) times the outage."""
    flow = along.worst(model, test.get("op"), lambda one: -_busiest(model, _worked_off_by(model, one)))
    if flow is None:
        return ""
    target = float(test.get("target", 3_600.0))
    share = target / (target + _outage(test))
    enough = f" At {figures.percent(share)} or less it catches up in time." if _worked_off_by(model, flow) else ""
    return f"{_behind(model, flow, share)}{enough}"


def _busiest(model: Model, nodes: Iterable[int]) -> float:
    return max((model.stations[at].rho for at in nodes), default=0.0)


def _spare(model: Model, flow: Flow, nodes: Iterable[int]) -> list[tuple[float, int]]:
    """Return the requests/s of this operation that fit beside the regular load at each of ``nodes``, the least first."""
    operation, route = flow
    alone = load_stations(model.graph, ((operation._replace(rps=1.0), route),), 1.0)
    return sorted((max(0.0, 1.0 - model.stations[at].rho) / alone[at].rho, at) for at in nodes if alone[at].rho > 0.0)


def _rate(model: Model, flow: Flow, nodes: Iterable[int]) -> float:
    return min((rate for rate, _ in _spare(model, flow, nodes)), default=inf)


def _fanout(model: Model, test: Test) -> Measure:
    found: list[float] = []
    recipients = float(test.get("recipients", 1.0))
    for flow in chosen(model, test.get("op")):
        operation, route = flow
        if route.fanned and route.lost < 1.0:
            lags = [*ways(model, operation.id), *waits(model, operation.id)]
            path = sum(lag.share * lag.mean for lag in lags)
            rate = _rate(model, flow, route.fanned) * operation.fans
            found.append(min(MAX_DURATION, recipients / rate + path if rate else MAX_DURATION))
    if not found:
        return Measure(None, f"No {subject(test)} fan out yet.")
    value = max(found)
    return Measure(value, f"One message has reached {recipients:,.0f} recipients after {figures.duration(value)}.")


def _advise_fanout(model: Model, test: Test) -> str:
    fanning = [flow for flow in chosen(model, test.get("op")) if flow[0].fans_at]
    if not fanning:
        return ""
    flow = min(fanning, key=lambda one: _rate(model, one, one[1].fanned) if one[1].fanned else -1.0)
    if flow[1].lost or not flow[1].fanned:
        return sentences.absent(model, flow, {flow[0].fans_at})
    pace = float(test.get("recipients", 1.0)) / (_rate(model, flow, flow[1].fanned) * flow[0].fans or 1.0)
    return _hurried(model, flow, flow[1].fanned, pace / float(test.get("target", 60.0)), "fan-out")


def _hurried(model: Model, flow: Flow, nodes: Iterable[int], factor: float, what: str) -> str:
    """Name the part that limits how much more of an operation can be done, and the size at which it is fast enough."""
    found = _spare(model, flow, nodes)
    if not found:
        return f"{sentences.passing(model, flow)}."
    rate, at = found[0]
    node, rho = model.graph.nodes[at], model.stations[at].rho
    spare = f"capacity for {figures.rate(rate)} more" if rate else "no capacity"
    limit = f"{wording.part(node)} limits the {what}, with {spare} beside its load"
    sizes = ("units", "shards") if node.part.replicated else ("units",)
    step = sentences.larger(node, rho + max(1.0, factor) * max(0.0, 1.0 - rho) if rho < 1.0 else rho + factor, sizes)
    return f"{sentences.passing(model, flow)}; {limit}. {step}"


def _batch(model: Model, test: Test) -> Measure:
    flows = [flow for flow in chosen(model, test.get("op")) if flow[1].lost < 1.0]
    if not flows:
        return unreached(test)
    count = float(test.get("count", 1.0))
    rate = min(_rate(model, flow, range(len(model.graph.nodes))) for flow in flows)
    value = min(MAX_DURATION, count / rate if rate else MAX_DURATION)
    return Measure(value, f"{count:,.0f} {subject(test)} take {figures.duration(value)} beside the regular load.")


def _advise_batch(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: _rate(model, one, along.way(model, one)))
    if flow is None:
        return ""
    if flow[1].lost:
        return sentences.no_way(model, flow)
    needed = float(test.get("count", 1.0)) / float(test.get("target", 3_600.0))
    rate = _rate(model, flow, along.way(model, flow))
    return _hurried(model, flow, along.way(model, flow), needed / rate if rate else 2.0, "batch")


KINDS: dict[str, Kind] = {
    "delay": Kind(_delay, _advise_delay, "s", 10.0, 600.0, rises=False),
    "drain": Kind(_drain, _advise_drain, "s", 3_600.0, 86_400.0, rises=False, takes=frozenset({"outage_seconds"})),
    "fanout": Kind(
        _fanout,
        _advise_fanout,
        "s",
        60.0,
        3_600.0,
        rises=False,
        takes=frozenset({"recipients"}),
        needs=frozenset({"recipients"}),
    ),
    "batch": Kind(
        _batch,
        _advise_batch,
        "s",
        3_600.0,
        86_400.0,
        rises=False,
        takes=frozenset({"count"}),
        needs=frozenset({"count"}),
    ),
}
