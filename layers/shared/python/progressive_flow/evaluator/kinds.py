"""The kinds of test case. A kind is one function from a model and a test case to a measurement, and one row below."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from . import wording
from .catalogue import CATALOGUE
from .model import Model, answered, at_load, busy, chosen, hit_share, reached, visited, ways
from .outcomes import passing_share
from .queueing import percentile

Test = Mapping[str, Any]

# A client that waits longer than this has gone: worse latencies are not told apart.
LONGEST_MS = 60_000.0
# More names than this help nobody.
MOST_NAMES = 5


class Measure(NamedTuple):
    """``observed`` is None if there is nothing to measure, which scores 0. ``next_step`` is shown if the test fails."""

    observed: float | None
    message: str
    next_step: str


class Kind(NamedTuple):
    """``floor`` is where partial credit begins when a test case does not say; ``rises`` if larger is better."""

    measure: Callable[[Model, Test], Measure]
    unit: str
    target: float
    floor: float
    rises: bool


def _subject(test: Test) -> str:
    return f"{test['op']} requests" if test.get("op") else "requests"


def _path(model: Model, test: Test) -> Measure:
    via = list(test.get("via", ()))
    flows = chosen(model, test.get("op"))
    share = min((passing_share(model.graph, route, via) for _, route in flows), default=0.0)
    passing = f" by way of {', '.join(via)}" if via else ""
    stores = ", ".join(sorted({kind for operation, _ in flows for kind in operation.stores}))
    step = f"Draw a path from client to {stores}{passing}; every way that the requests can take must do so."
    return Measure(share, f"{wording.percent(share)} of {_subject(test)} reach {stores}{passing}.", step)


def _no_orphans(model: Model, _: Test) -> Measure:
    idle = [node.id for index, node in enumerate(model.graph.nodes) if not visited(model, index)]
    idle = sorted([*idle, *model.graph.ignored])
    if not reached(model):
        return Measure(None, "No request reaches a store yet.", "Connect the client to a store first.")
    if not idle:
        return Measure(0.0, "Every component carries traffic.", "")
    names = ", ".join(idle[:MOST_NAMES]) + (", ..." if len(idle) > MOST_NAMES else "")
    return Measure(
        float(len(idle)), f"Nothing flows through {names}.", f"Connect {names}, or remove what is not needed."
    )


def _edge_forbidden(model: Model, test: Test) -> Measure:
    nodes = model.graph.nodes
    pairs = [(nodes[a], nodes[b]) for a, targets in enumerate(model.graph.after) for b in targets]
    found = [f"{a.id} to {b.id}" for a, b in pairs if a.type in _types(test, "from") and b.type in _types(test, "to")]
    rule = f"{' or '.join(_types(test, 'from'))} to {' or '.join(_types(test, 'to'))}"
    if not reached(model):
        return Measure(None, "No request reaches a store yet.", "Connect the client to a store first.")
    if not found:
        return Measure(0.0, f"Nothing connects {rule} directly.", "")
    return Measure(float(len(found)), f"{min(found)} is a direct connection.", f"Remove the edge {min(found)}.")


def _types(test: Test, key: str) -> list[str]:
    value = test.get(key, ())
    return [value] if isinstance(value, str) else list(value)


def _instances(model: Model, test: Test) -> Measure:
    kind = str(test.get("type", ""))
    count = sum(node.replicas for at, node in enumerate(model.graph.nodes) if node.type == kind and visited(model, at))
    step = f"Let the traffic reach {test.get('target', 1):g} or more {kind} instances: more nodes, or more replicas."
    return Measure(float(count), f"{count} {kind} instances carry traffic.", step)


def _served(model: Model, test: Test) -> Measure:
    share = answered(model, test.get("op"))
    full = busy(model)
    if full and full[0][1].rho > 1.0:
        node, station = full[0]
        step = f"{wording.describe(node, station)}. {wording.relief(node, station, 0.7)}"
    else:
        step = "Give every operation a path from the client to a store that can complete it."
    return Measure(share, f"{wording.percent(share)} of {_subject(test)} are served.", step)


def _max_rho(model: Model, test: Test) -> Measure:
    kind = test.get("type")
    found = busy(model, kind)
    if not found or not reached(model):
        missing = f"No {kind or 'component'} carries traffic."
        return Measure(None, missing, f"Put a {kind or 'component'} on the way of the requests.")
    node, station = found[0]
    return Measure(
        station.rho,
        wording.describe(node, station) + ".",
        wording.relief(node, station, float(test.get("target", 0.8))),
    )


def _storage(model: Model, test: Test) -> Measure:
    flows = chosen(model, test.get("op"))
    stores = set(_types(test, "type")) or {kind for operation, _ in flows for kind in operation.stores}
    needed = max((operation.items * operation.item_bytes for operation, _ in flows), default=0.0) / 1e9
    room = sum(
        CATALOGUE[node.type].storage_gb * node.units * node.shards
        for at, node in enumerate(model.graph.nodes)
        if node.type in stores and visited(model, at)
    )
    if not room:
        names = " or ".join(sorted(stores))
        return Measure(None, f"No {names} receives the data.", f"Connect a {names} to keep {wording.size(needed)}.")
    message = f"Room for {wording.size(room)}; the data takes {wording.size(needed)}."
    return Measure(room / needed if needed else 1.0, message, "Add units or shards to the store: replicas hold copies.")


def _hit(model: Model, test: Test) -> Measure:
    share = hit_share(model, test.get("op"))
    step = "A cache needs memory for the items asked for most: add units or shards, on the way of the reads."
    return Measure(share, f"{wording.percent(share)} of {_subject(test)} are answered from a cache.", step)


def _latency(quantile: float) -> Callable[[Model, Test], Measure]:
    """Percentiles of gamma fits. A fit shares two moments with the truth, not its shape: where more capacity lowers the
    true percentile, the fitted one may rise by a few per cent, which matters only to tests that sit on their target.
    """

    def measure(model: Model, test: Test) -> Measure:
        found = ways(model, test.get("op"))
        if not found or not reached(model, test.get("op")):
            return Measure(None, f"No {_subject(test)} are answered.", "Give the operation a path to a store.")
        # Behind an overloaded part the queue grows for as long as the load lasts: there is no percentile to compute.
        endless = answered(model, test.get("op")) < reached(model, test.get("op")) * (1.0 - 1e-9)
        value = LONGEST_MS if endless else min(LONGEST_MS, 1e3 * percentile(found, quantile))
        tight = [wording.describe(*pair) for pair in busy(model)[:1]]
        step = " ".join([*(f"{each}." for each in tight), "Relieve the busiest part, or answer more from a cache."])
        return Measure(value, f"{wording.percent(quantile)} of {_subject(test)} finish within {value:,.3g} ms.", step)

    return measure


KINDS: dict[str, Kind] = {
    "path": Kind(_path, "share", 1.0, 0.0, rises=True),
    "no_orphans": Kind(_no_orphans, "components", 0.0, 3.0, rises=False),
    "edge_forbidden": Kind(_edge_forbidden, "edges", 0.0, 1.0, rises=False),
    "instances": Kind(_instances, "instances", 1.0, 0.0, rises=True),
    "served": Kind(_served, "share", 1.0, 0.5, rises=True),
    "max_rho": Kind(_max_rho, "utilisation", 0.8, 1.6, rises=False),
    "storage": Kind(_storage, "ratio", 1.0, 0.0, rises=True),
    "hit": Kind(_hit, "share", 0.8, 0.0, rises=True),
    "p50": Kind(_latency(0.50), "ms", 50.0, 500.0, rises=False),
    "p99": Kind(_latency(0.99), "ms", 200.0, 2_000.0, rises=False),
}


def measure(model: Model, test: Test) -> Measure:
    """Run one test case, at its own ``load`` (a multiple of the level's) if it names one."""
    kind = KINDS.get(str(test.get("kind")))
    if kind is None:
        return Measure(None, f"Tests of kind {test.get('kind')} are not known to this evaluator.", "")
    return kind.measure(at_load(model, float(test.get("load", 1.0))), test)
