"""Tests of the design's structure: ways, idle parts, forbidden connections, and what operations share."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.kinds import paths, sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, types, unreached
from progressive_flow.grading.system_design.engine.model import Flow, Model, chosen, reached, visited
from progressive_flow.grading.system_design.engine.wording import code, part
from progressive_flow.grading.system_design.figures import listed


def _no_orphans(model: Model, test: Test) -> Measure:
    if not reached(model):
        return unreached(test)
    idle = sorted([*(model.graph.nodes[at].id for at in _idle(model)), *model.graph.ignored])
    if not idle:
        return Measure(0.0, "Every component carries traffic.")
    return Measure(float(len(idle)), f"Nothing flows through {listed(idle)}.")


def _idle(model: Model) -> list[int]:
    return [at for at in range(len(model.graph.nodes)) if not visited(model, at)]


def _advise_no_orphans(model: Model, test: Test) -> str:
    idle = _idle(model)
    if not reached(model):
        flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
        return "" if flow is None else sentences.no_way(model, flow)
    whys = [f"{part(model.graph.nodes[at])} {_why_idle(model.graph, at)}" for at in idle[: figures.MAX_NAMES]]
    if model.graph.ignored:
        whys.append(f"{listed([code(name) for name in model.graph.ignored])} may not be used here")
    return f"{'; '.join(whys)}. Let what needs it call it, or remove it."


def _why_idle(graph: Graph, at: int) -> str:
    callers = [source for source, after in enumerate(graph.after) if at in after]
    if graph.nodes[at].type == "client":
        return "begins nothing that comes to a store"
    if not callers:
        return "is called by nothing"
    if not graph.after[at] and any(source == at for source, _ in graph.returned):
        return "leads to a client alone, and answers are not drawn"
    return f"is called by {sentences.named(graph, callers)}, and nothing that comes there can use it"


def forbidden_edges(graph: Graph, test: Test) -> list[str]:
    """Return the edges of a design that a test of kind ``edge_forbidden`` is about, whether or not requests reach a store."""
    return [f"{graph.nodes[a].id} to {graph.nodes[b].id}" for a, b in _forbidden(graph, test)]


def _forbidden(graph: Graph, test: Test) -> list[tuple[int, int]]:
    sources, targets = types(test, "from"), types(test, "to")
    pairs = [(a, b) for a, after in enumerate(graph.after) for b in after]
    return [(a, b) for a, b in pairs if graph.nodes[a].type in sources and graph.nodes[b].type in targets]


def _edge_forbidden(model: Model, test: Test) -> Measure:
    found = forbidden_edges(model.graph, test)
    rule = f"{' or '.join(types(test, 'from'))} to {' or '.join(types(test, 'to'))}"
    if not reached(model):
        return unreached(test)
    if not found:
        return Measure(0.0, f"Nothing connects {rule} directly.")
    return Measure(float(len(found)), f"{min(found)} is a direct connection.")


def _advise_edge_forbidden(model: Model, test: Test) -> str:
    graph, found = model.graph, _forbidden(model.graph, test)
    if not reached(model) or not found:
        flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
        return "" if flow is None else sentences.no_way(model, flow)
    a, b = found[0]
    source, target = graph.nodes[a], graph.nodes[b]
    users = [code(flow[0].id) for flow in model.flows if flow[1].visits[a] > 0.0 and flow[1].visits[b] > 0.0]
    between = [at for at in graph.after[a] if at != b and b in along.reachable(graph, [at])]
    between = [at for at in between if not graph.nodes[at].part.storage_gb]
    way = f"go by way of {code(graph.nodes[between[0]].id)}" if between else "put a part between them that may ask it"
    goes = f", by which {listed(users)} can go" if users else ""
    return f"Remove the edge from {part(source)} to {part(target)}{goes}, and {way}."


def _isolated(model: Model, test: Test) -> Measure:
    """Neither burdens the other if they meet nowhere but at the client."""
    this, other = test.get("op"), test.get("other")
    shared = sorted(model.graph.nodes[at].id for at in _shared(model, test))
    if not reached(model, this) or not reached(model, other):
        return unreached(test)
    what = " or ".join(types(test, "type")) or "component"
    if not shared:
        return Measure(0.0, f"{this} and {other} share no {what}.")
    return Measure(float(len(shared)), f"{this} and {other} share {listed(shared)}.")


def _shared(model: Model, test: Test) -> list[int]:
    """Return the parts that both operations pass, in their order."""
    kinds = types(test, "type")
    both = _met(model, test.get("op")) & _met(model, test.get("other"))
    nodes = model.graph.nodes
    return [
        at
        for at in model.graph.order
        if at in both and (nodes[at].type in kinds or (not kinds and nodes[at].type != "client"))
    ]


def _met(model: Model, operation: str | None) -> set[int]:
    return {at for _, route in chosen(model, operation) for at, share in enumerate(route.visits) if share > 0.0}


def _advise_isolated(model: Model, test: Test) -> str:
    for operation in (test.get("op"), test.get("other")):
        flow = along.worst(model, operation, lambda one: 1.0 - one[1].lost)
        if flow is None:
            return ""
        if along.is_lost(flow):
            return sentences.no_way(model, flow)
    shared = _shared(model, test)
    flow = along.worst(model, test.get("op"), lambda one: 1.0 - one[1].lost)
    if flow is None or not shared:
        return ""
    node = model.graph.nodes[shared[0]]
    rest = f", and so it does {sentences.named(model.graph, shared[1:])}" if shared[1:] else ""
    meets = f"{sentences.passing(model, flow)}; it meets {code(str(test.get('other')))} at {part(node)}{rest}."
    return f"{meets} {_apart(model, flow, shared)}"


def _apart(model: Model, flow: Flow, shared: list[int]) -> str:
    """Say how an operation gets past the first part that another one needs as well."""
    node, stores, name = model.graph.nodes[shared[0]], flow[0].stores, code(flow[0].id)
    if node.type in stores:
        others = sorted(stores - {node.type})
        if others:
            return f"Keep what {name} needs in {figures.a(others[0])} of its own, which it may use too."
        return f"Give {name} {figures.a(node.type)} of its own, behind parts that only it passes."
    own = f"Give {name} {figures.a(node.type)} of its own beside {code(node.id)}"
    return f"{own}{_past(model, flow, shared)}."


def _past(model: Model, flow: Flow, shared: list[int]) -> str:
    """Name the parts before and behind a shared one, if an edge between them would do without it: what works, or files."""
    after, nodes = model.graph.after, model.graph.nodes
    way = along.way(model, flow)
    if nodes[shared[0]].type in DEFERRING_TYPES:
        return ""
    before = [at for at in [*along.begins(model.graph, flow[0]), *way] if shared[0] in after[at]]
    behind = [at for at in after[shared[0]] if at in way and at not in shared]
    pairs = [(a, b) for a in before for b in behind if b not in after[a]]
    pairs = [(a, b) for a, b in pairs if nodes[a].type != "client" or nodes[b].type == "object_store"]
    if not pairs:
        return ", or a way past it"
    return f", or connect {code(nodes[pairs[0][0]].id)} to {code(nodes[pairs[0][1]].id)} past it"


KINDS: dict[str, Kind] = {
    **paths.KINDS,
    "no_orphans": Kind(_no_orphans, _advise_no_orphans, "components", 0.0, 3.0, rises=False, whole=True),
    "edge_forbidden": Kind(
        _edge_forbidden,
        _advise_edge_forbidden,
        "edges",
        0.0,
        1.0,
        rises=False,
        takes=frozenset({"from", "to"}),
        needs=frozenset({"from", "to"}),
        whole=True,
    ),
    "isolated": Kind(
        _isolated,
        _advise_isolated,
        "components",
        0.0,
        3.0,
        rises=False,
        takes=frozenset({"other", "type"}),
        needs=frozenset({"op", "other"}),
    ),
}
