"""Tests of the design's structure: routes, idle parts, forbidden connections, numbers of instances."""

from progressive_flow.grading.system_design.engine import wording
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, subject, types, unreached
from progressive_flow.grading.system_design.engine.model import Model, chosen, reached, visited
from progressive_flow.grading.system_design.engine.outcomes import passing_share

# More names than this help nobody.
MAX_NAMES = 5


def _path(model: Model, test: Test) -> Measure:
    via = types(test, "via")
    flows = chosen(model, test.get("op"))
    share = min((passing_share(model.graph, route, via) for _, route in flows), default=0.0)
    passing = f" by way of {', '.join(via)}" if via else ""
    stores = ", ".join(sorted({kind for operation, _ in flows for kind in operation.stores}))
    begins = " or ".join(sorted({kind for operation, _ in flows for kind in operation.origins}))
    step = f"Draw a path from {begins} to {stores}{passing}; every way that the requests can take must do so."
    return Measure(share, f"{wording.percent(share)} of {subject(test)} reach {stores}{passing}.", step)


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


def _instances(model: Model, test: Test) -> Measure:
    kind = str(test.get("type", ""))
    count = sum(node.copies for at, node in enumerate(model.graph.nodes) if node.type == kind and visited(model, at))
    step = f"Let the traffic reach {test.get('target', 1):g} or more {kind} instances: more nodes, or more replicas."
    return Measure(float(count), f"{count} {kind} instances carry traffic.", step)


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
