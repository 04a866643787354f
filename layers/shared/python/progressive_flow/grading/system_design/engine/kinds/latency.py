"""How long answers take, and what that is made of."""

from collections.abc import Callable

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along, wording
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject
from progressive_flow.grading.system_design.engine.model import Flow, Model, answered, chosen, reached, taken, ways
from progressive_flow.grading.system_design.engine.queueing import percentile
from progressive_flow.grading.system_design.engine.slowness import Stop, stops

MAX_MS = constant("longest_wait")
ROUNDING = 1e-9
# A part that is waited for so much of the time is relieved to this utilisation; another is spared some of its work.
WAITED_FOR, CALM = 0.3, 0.6
# A way to another region is what makes requests slow if it is this share of the mean.
FAR = 0.3


def _latency(quantile: float) -> Callable[[Model, Test], Measure]:
    """Percentiles of gamma fits. A fit shares two moments with the truth, not its shape: where more capacity lowers the
    true percentile, the fitted one may rise by a few per cent, which matters only to tests that sit on their target.
    """

    def measure(model: Model, test: Test) -> Measure:
        found = ways(model, test.get("op"))
        if not found or not reached(model, test.get("op")):
            return Measure(None, f"No {subject(test)} are answered.")
        if keeps_waiting(model, test):
            return Measure(MAX_MS, f"Some {subject(test)} wait ever longer, for as long as the load lasts.")
        value = min(MAX_MS, 1e3 * percentile(found, quantile))
        return Measure(
            value, f"{figures.percent(quantile)} of {subject(test)} finish within {figures.milliseconds(value)}."
        )

    return measure


def keeps_waiting(model: Model, test: Test) -> bool:
    """Behind an overloaded part the queue grows for as long as the load lasts: there is no percentile to compute. Who
    only waits for a queue does not mind what is behind it.
    """
    return any(_late(model, flow) for flow in chosen(model, test.get("op")))


def _late(model: Model, flow: Flow) -> bool:
    operation, route = flow
    share = answered(model, operation.id) if operation.waits else taken(model, operation.id)
    return share < (1.0 - route.lost) * (1.0 - ROUNDING)


def advise_latency(model: Model, test: Test) -> str:
    """Name the part at which the slowest operation spends most of its time, and what would make it less."""
    flow = along.worst(model, test.get("op"), lambda one: -_mean(model, one))
    if flow is None:
        return ""
    if flow[1].lost:
        return sentences.no_way(model, flow)
    nodes = along.awaited(model, flow)
    if _late(model, flow):
        return sentences.tight(model, flow, nodes)
    slow = stops(model, flow)
    if not slow:
        return f"{sentences.passing(model, flow)}."
    return f"{sentences.passing(model, flow)}; {_slowest(model, flow, slow)}"


def _mean(model: Model, flow: Flow) -> float:
    """Return the mean seconds of an operation; of one that is not answered, more than any."""
    if flow[1].lost or _late(model, flow):
        return MAX_MS
    return sum(lag.share * lag.mean for lag in ways(model, flow[0].id))


def _slowest(model: Model, flow: Flow, slow: list[Stop]) -> str:
    whole = sum(stop.seconds for stop in slow)
    far = max(slow, key=lambda stop: stop.far)
    if far.far > FAR * whole:
        return _far(model, flow, model.graph.nodes[far.at])
    stop, node = slow[0], model.graph.nodes[slow[0].at]
    most = f"{wording.part(node)} takes {_ms(stop.seconds)} of {_ms(whole)} in the mean"
    if stop.waiting > WAITED_FOR * stop.seconds:
        station = model.stations[stop.at]
        step = wording.relief(node, station, CALM * min(1.0, station.rho), damaged=sentences.is_damaged(model))
        return f"{most}, and {_ms(stop.waiting)} of that are waiting, at {figures.percent(station.rho)}. {step}"
    return f"{most}, mostly its own work. {_spared(model, flow, node)}"


def _far(model: Model, flow: Flow, node: Node) -> str:
    regions = model.users.regions
    edge = f", or answer {wording.code(flow[0].id)} from a cdn, which is in all of them" if flow[0].cacheable else ""
    return (
        f"{wording.part(node)} is in {node.regions} of the {regions} regions of the users, and the others travel"
        f" {constant('far_region'):g} ms. Run {wording.code(node.id)} in {regions} regions{edge}."
    )


def _spared(model: Model, flow: Flow, node: Node) -> str:
    """Say how less of the operation's requests come to a part, or what makes its answer quicker."""
    name, operation = wording.code(node.id), flow[0]
    if operation.cacheable and node.type in operation.stores:
        return _cached(model, flow, name)
    if operation.writes and node.dedup and node.part.storage_gb:
        return f"A write takes {constant('dedup_work'):g} times as long with dedup: keep it where it is needed."
    voting = node.consistency == "quorum" or (node.consistency == "leader" and operation.writes)
    if node.part.replicated and node.copies > 1 and voting:
        return f"Its consistency {node.consistency} waits for several copies: fewer of them, or nearer ones, answer sooner."
    sizes = "shards and units" if node.part.storage_gb or node.part.memory_gb else "units"
    return f"Take {name} off this way if the answer can do without it, or give it {sizes} so that nothing waits."


def _cached(model: Model, flow: Flow, name: str) -> str:
    """Say what a cache before a store would answer, or those that are there more of."""
    caches = along.caches_on(model, flow)
    if not caches:
        return f"Answer {wording.code(flow[0].id)} from a cache before {name}."
    answer, them = ("answers", "it") if len(caches) == 1 else ("answer", "them")
    by = f"{sentences.named(model.graph, caches)} {answer} {figures.percent(flow[1].hits)} before {name}"
    return f"{by}: give {them} more memory, or keep copies longer."


def _ms(seconds: float) -> str:
    return figures.milliseconds(1e3 * seconds)


KINDS: dict[str, Kind] = {
    "p50": Kind(_latency(0.50), advise_latency, "ms", 50.0, 500.0, rises=False),
    "p99": Kind(_latency(0.99), advise_latency, "ms", 200.0, 2_000.0, rises=False),
}
