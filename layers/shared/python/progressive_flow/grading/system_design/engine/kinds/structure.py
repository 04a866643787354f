"""Tests of the design's structure: routes, idle parts, forbidden connections, numbers and sizes of instances."""

from collections.abc import Callable

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.kinds.kind import (
    Kind,
    Measure,
    Test,
    groups,
    subject,
    types,
    unreached,
)
from progressive_flow.grading.system_design.engine.model import Model, chosen, reached, visited
from progressive_flow.grading.system_design.engine.outcomes import passing_share

# More names than this help nobody.
MAX_NAMES = 5


def _path(model: Model, test: Test) -> Measure:
    flows = chosen(model, test.get("op"))
    share = _passing(model, test)
    passing = _by_way_of(test)
    stores = ", ".join(sorted({kind for operation, _ in flows for kind in operation.stores}))
    begins = " or ".join(sorted({kind for operation, _ in flows for kind in operation.origins}))
    step = f"Draw a path from {begins} to {stores}{passing}; every way that the requests can take must do so."
    return Measure(share, f"{wording.percent(share)} of {subject(test)} reach {stores}{passing}.", step)


def _passing(model: Model, test: Test) -> float:
    shares = (passing_share(model.graph, route, groups(test)) for _, route in chosen(model, test.get("op")))
    return min(shares, default=0.0)


def _by_way_of(test: Test) -> str:
    """Name the groups in their order: ``by way of load_balancer or api_gateway, then app_server``."""
    named = [" or ".join(sorted(group)) for group in groups(test)]
    return f" by way of {', then '.join(named)}" if named else ""


def _ways(model: Model, test: Test) -> Measure:
    """Several paths in one test: those of an earlier level, which must still be there."""
    worst, way = min(((_passing(model, way), way) for way in test.get("ways") or [test]), key=lambda found: found[0])
    message = f"{wording.percent(worst)} of {subject(way)} reach their store{_by_way_of(way)}."
    return Measure(worst, message, f"Keep the ways of level 1: {subject(way)} pass{_by_way_of(way)}.")


def _no_orphans(model: Model, test: Test) -> Measure:
    idle = [node.id for index, node in enumerate(model.graph.nodes) if not visited(model, index)]
    idle = sorted([*idle, *model.graph.ignored])
    if not reached(model):
        return unreached(test)
    if not idle:
        return Measure(0.0, "Every component carries traffic.", "")
    names = _names(idle)
    step = f"Connect {names}, or remove what is not needed."
    return Measure(float(len(idle)), f"Nothing flows through {names}.", step)


def _names(ids: list[str]) -> str:
    return ", ".join(ids[:MAX_NAMES]) + (", ..." if len(ids) > MAX_NAMES else "")


def forbidden_edges(graph: Graph, test: Test) -> list[str]:
    """Return the edges of a design that a test of kind ``edge_forbidden`` is about, whether or not requests reach a store."""
    sources, targets = types(test, "from"), types(test, "to")
    pairs = [(graph.nodes[a], graph.nodes[b]) for a, after in enumerate(graph.after) for b in after]
    return [f"{a.id} to {b.id}" for a, b in pairs if a.type in sources and b.type in targets]


def _edge_forbidden(model: Model, test: Test) -> Measure:
    sources, targets = types(test, "from"), types(test, "to")
    found = forbidden_edges(model.graph, test)
    rule = f"{' or '.join(sources)} to {' or '.join(targets)}"
    if not reached(model):
        return unreached(test)
    if not found:
        return Measure(0.0, f"Nothing connects {rule} directly.", "")
    return Measure(float(len(found)), f"{min(found)} is a direct connection.", f"Remove the edge {min(found)}.")


def _carrying(model: Model, test: Test) -> list[Node]:
    """Return the nodes of the test's type that its operation, or any, comes to."""
    met = _met(model, test.get("op"))
    return [model.graph.nodes[at] for at in sorted(met) if model.graph.nodes[at].type == test.get("type", "")]


def _instances(model: Model, test: Test) -> Measure:
    kind = str(test.get("type", ""))
    count = sum(node.copies for node in _carrying(model, test))
    step = f"Let the traffic reach {test.get('target', 1):g} or more {kind} instances: more nodes, or more replicas."
    return Measure(float(count), f"{count} {kind} instances carry traffic.", step)


def _sized(what: str, most: str) -> Callable[[Model, Test], Measure]:
    """Measure one size of the nodes of a type that carry traffic: the largest of units, the sum of shards."""

    def measure(model: Model, test: Test) -> Measure:
        kind = str(test.get("type", ""))
        sizes = [getattr(node, what) for node in _carrying(model, test)]
        if not sizes:
            return Measure(None, f"No {kind} carries traffic.", f"Put a {kind} on the way of the requests.")
        value = max(sizes) if what == "units" else sum(sizes)
        target = f"{test.get('target', 1):g}"
        return Measure(float(value), most.format(kind=kind, value=value), STEPS[what].format(kind=kind, target=target))

    return measure


STEPS = {
    "units": "Give each {kind} at most {target} units, and more replicas or shards instead.",
    "shards": "Split the data of {kind} into {target} shards or more.",
}


def _isolated(model: Model, test: Test) -> Measure:
    """Neither burdens the other if they meet nowhere but at the client."""
    this, other = test.get("op"), test.get("other")
    kinds = types(test, "type")
    mine, theirs = (_met(model, operation) for operation in (this, other))
    shared = sorted(
        model.graph.nodes[index].id
        for index in mine & theirs
        if model.graph.nodes[index].type in kinds or (not kinds and model.graph.nodes[index].type != "client")
    )
    if not reached(model, this) or not reached(model, other):
        return unreached(test)
    what = " or ".join(kinds) or "component"
    if not shared:
        return Measure(0.0, f"{this} and {other} share no {what}.", "")
    names = _names(shared)
    return Measure(float(len(shared)), f"{this} and {other} share {names}.", f"Give each its own instead of {names}.")


def _met(model: Model, operation: str | None) -> set[int]:
    return {at for _, route in chosen(model, operation) for at, share in enumerate(route.visits) if share > 0.0}


KINDS: dict[str, Kind] = {
    "path": Kind(_path, "share", 1.0, 0.0, rises=True, takes=frozenset({"via"})),
    "ways": Kind(_ways, "share", 1.0, 0.0, rises=True, takes=frozenset({"ways"}), needs=frozenset({"ways"})),
    "no_orphans": Kind(_no_orphans, "components", 0.0, 3.0, rises=False),
    "edge_forbidden": Kind(
        _edge_forbidden,
        "edges",
        0.0,
        1.0,
        rises=False,
        takes=frozenset({"from", "to"}),
        needs=frozenset({"from", "to"}),
    ),
    "instances": Kind(
        _instances, "instances", 1.0, 0.0, rises=True, takes=frozenset({"type"}), needs=frozenset({"type"})
    ),
    "largest": Kind(
        _sized("units", "The largest {kind} has {value} units."),
        "units",
        8.0,
        64.0,
        rises=False,
        takes=frozenset({"type"}),
        needs=frozenset({"type"}),
    ),
    "shards": Kind(
        _sized("shards", "{kind} has {value} shards."),
        "shards",
        2.0,
        1.0,
        rises=True,
        takes=frozenset({"type"}),
        needs=frozenset({"type"}),
    ),
    "isolated": Kind(
        _isolated,
        "components",
        0.0,
        3.0,
        rises=False,
        takes=frozenset({"other", "type"}),
        needs=frozenset({"op", "other"}),
    ),
}
