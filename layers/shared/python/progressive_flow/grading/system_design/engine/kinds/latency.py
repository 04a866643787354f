"""How long it takes: answers, work behind a queue, backlogs, and one message on its way to very many."""

from collections.abc import Callable, Iterable
from math import inf

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, unreached
from progressive_flow.grading.system_design.engine.model import (
    Flow,
    Model,
    answered,
    busy,
    chosen,
    reached,
    taken,
    waits,
    ways,
)
from progressive_flow.grading.system_design.engine.outcomes import behind_queue
from progressive_flow.grading.system_design.engine.queueing import percentile
from progressive_flow.grading.system_design.engine.stations import load_stations

MAX_MS = constant("longest_wait")
MAX_DURATION = constant("never")
ROUNDING = 1e-9


def _latency(quantile: float) -> Callable[[Model, Test], Measure]:
    """Percentiles of gamma fits. A fit shares two moments with the truth, not its shape: where more capacity lowers the
    true percentile, the fitted one may rise by a few per cent, which matters only to tests that sit on their target.
    """

    def measure(model: Model, test: Test) -> Measure:
        found = ways(model, test.get("op"))
        if not found or not reached(model, test.get("op")):
            return Measure(None, f"No {subject(test)} are answered.", "Give the operation a path to a store.")
        value = MAX_MS if keeps_waiting(model, test) else min(MAX_MS, 1e3 * percentile(found, quantile))
        tight = [wording.describe(*pair) for pair in busy(model)[:1]]
        step = " ".join([*(f"{part}." for part in tight), "Relieve the busiest part, or answer more from a cache."])
        return Measure(value, f"{wording.percent(quantile)} of {subject(test)} finish within {value:,.3g} ms.", step)

    return measure


def keeps_waiting(model: Model, test: Test) -> bool:
    """Behind an overloaded part the queue grows for as long as the load lasts: there is no percentile to compute. Who
    only waits for a queue does not mind what is behind it.
    """
    for operation, route in chosen(model, test.get("op")):
        share = answered(model, operation.id) if operation.waits else taken(model, operation.id)
        if share < (1.0 - route.lost) * (1.0 - ROUNDING):
            return True
    return False


def _delay(model: Model, test: Test) -> Measure:
    found = waits(model, test.get("op"))
    if not found or not reached(model, test.get("op")):
        return Measure(None, f"No {subject(test)} wait in a queue.", "Put a queue and a worker on their way.")
    late = answered(model, test.get("op")) < reached(model, test.get("op")) * (1.0 - ROUNDING)
    value = MAX_DURATION if late else min(MAX_DURATION, percentile(found, 0.99))
    message = f"99 % of {subject(test)} are done {wording.duration(value)} after they were accepted."
    return Measure(value, message, f"{_tightest(model)} Give what is behind the queue more capacity.")


def _tightest(model: Model) -> str:
    return "".join(f"{wording.describe(*pair)}." for pair in busy(model)[:1])


def _drain(model: Model, test: Test) -> Measure:
    """After an outage of the consumers, what came in meanwhile is done with the capacity that the load leaves over."""
    if not reached(model, test.get("op")):
        return unreached(test)
    behind = {at for flow in chosen(model, test.get("op")) for at in behind_queue(model.graph, *flow)}
    if not behind:
        return Measure(None, f"No {subject(test)} wait in a queue.", "Put a queue and a worker on their way.")
    rho, name = max((model.stations[at].rho, model.graph.nodes[at].id) for at in behind)
    outage = float(test.get("outage_seconds", 3_600.0))
    value = min(MAX_DURATION, outage * rho / (1.0 - rho)) if rho < 1.0 else MAX_DURATION
    message = f"{wording.duration(value)} after an outage of {wording.duration(outage)} the backlog is done."
    step = f"{name} is at {wording.percent(rho)} and catches up with what is left: give it more units or replicas."
    return Measure(value, message, step)


def _spare(model: Model, flow: Flow, nodes: Iterable[int]) -> float:
    """Requests/s of this operation that fit beside the regular load, at the tightest of ``nodes``."""
    operation, route = flow
    alone = load_stations(model.graph, ((operation._replace(rps=1.0), route),), 1.0)
    rates = [max(0.0, 1.0 - model.stations[at].rho) / alone[at].rho for at in nodes if alone[at].rho > 0.0]
    return min(rates, default=inf)


def _fanout(model: Model, test: Test) -> Measure:
    found: list[float] = []
    recipients = float(test.get("recipients", 1.0))
    for flow in chosen(model, test.get("op")):
        operation, route = flow
        if route.fanned and route.lost < 1.0:
            lags = [*ways(model, operation.id), *waits(model, operation.id)]
            path = sum(lag.share * lag.mean for lag in lags)
            rate = _spare(model, flow, route.fanned) * operation.fans
            found.append(min(MAX_DURATION, recipients / rate + path if rate else MAX_DURATION))
    if not found:
        return Measure(None, f"No {subject(test)} fan out yet.", "Draw the way on to every recipient's store.")
    value = max(found)
    message = f"One message has reached {recipients:,.0f} recipients after {wording.duration(value)}."
    return Measure(
        value, message, f"{_tightest(model)} What is behind the fan-out limits the rate: give it more capacity."
    )


def _batch(model: Model, test: Test) -> Measure:
    flows = [flow for flow in chosen(model, test.get("op")) if flow[1].lost < 1.0]
    if not flows:
        return unreached(test)
    count = float(test.get("count", 1.0))
    rate = min(_spare(model, flow, range(len(model.graph.nodes))) for flow in flows)
    value = min(MAX_DURATION, count / rate if rate else MAX_DURATION)
    message = f"{count:,.0f} {subject(test)} take {wording.duration(value)} beside the regular load."
    return Measure(value, message, f"{_tightest(model)} More capacity on the route shortens the batch.")


KINDS: dict[str, Kind] = {
    "p50": Kind(_latency(0.50), "ms", 50.0, 500.0, rises=False),
    "p99": Kind(_latency(0.99), "ms", 200.0, 2_000.0, rises=False),
    "delay": Kind(_delay, "s", 10.0, 600.0, rises=False),
    "drain": Kind(_drain, "s", 3_600.0, 86_400.0, rises=False, takes=frozenset({"outage_seconds"})),
    "fanout": Kind(
        _fanout,
        "s",
        60.0,
        3_600.0,
        rises=False,
        takes=frozenset({"recipients"}),
        needs=frozenset({"recipients"}),
    ),
    "batch": Kind(_batch, "s", 3_600.0, 86_400.0, rises=False, takes=frozenset({"count"}), needs=frozenset({"count"})),
}
