"""What lines of advice of several kinds have in common: the way of an operation, where it ends, what is tight on it."""

from collections.abc import Collection, Sequence
from math import ceil

from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.gaps import gap
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.model import Flow, Model
from progressive_flow.grading.system_design.engine.stations import load_station
from progressive_flow.grading.system_design.engine.wording import MAX_SHARDS, code, part, relief
from progressive_flow.grading.system_design.engine.workload import Operation
from progressive_flow.grading.system_design.figures import a, listed, percent

COMFORTABLE = 0.7
HALF = 0.5


def named(graph: Graph, nodes: Sequence[int]) -> str:
    """List parts by their ids."""
    return listed([code(graph.nodes[at].id) for at in nodes])


def passing(model: Model, flow: Flow) -> str:
    """Say which parts an operation passes."""
    nodes = along.way(model, flow)
    if len(nodes) == 1:
        return f"{code(flow[0].id)} passes {part(model.graph.nodes[nodes[0]])} alone"
    return f"{code(flow[0].id)} passes {named(model.graph, nodes)}"


def tight(model: Model, flow: Flow, nodes: Sequence[int], target: float = COMFORTABLE) -> str:
    """Name the tightest of some parts on an operation's way, who burdens it, and what would bring it to ``target``."""
    order = along.tightest(model, nodes)
    if not order:
        return f"{passing(model, flow)}."
    node, station = model.graph.nodes[order[0]], model.stations[order[0]]
    others = along.others_at(model, order[0], flow[0].id)
    also = f", as it works on {listed([code(other) for other in others])} too" if others else ""
    first = f"{passing(model, flow)}; {part(node)} is the tightest of it at {percent(station.rho)}{also}."
    if len(along.way(model, flow)) == 1:
        first = f"{passing(model, flow)}, which is at {percent(station.rho)}{also}."
    own = load_station(node, order[0], [flow], model.load).rho
    apart = node.type not in flow[0].stores and own < HALF * station.rho
    alone = f" Or give {code(flow[0].id)} {a(node.type)} of its own." if apart else ""
    full = [at for at in order[1:] if model.stations[at].rho > 1.0]
    after = f" Then {named(model.graph, full)} would be next." if full else ""
    return f"{first} {relief(node, station, target, damaged=is_damaged(model))}{alone}{after}"


def is_damaged(model: Model) -> bool:
    """Has a fault taken something from this design?"""
    return bool(model.graph.drawn)


def no_way(model: Model, flow: Flow) -> str:
    """Say where the way of an operation ends before a store, what is missing there, and what to do."""
    graph, operation = model.graph, flow[0]
    name = code(operation.id)
    stores = along.kept_by(graph, operation)
    if not along.begins(graph, operation):
        kinds = " or ".join(a(kind) for kind in sorted(operation.origins))
        before = f" that leads to {part(graph.nodes[stores[0]])}" if stores else ""
        ends = "" if stores else f", and {' or '.join(a(kind) for kind in sorted(operation.stores))} to complete it"
        return f"{name} begins at {kinds}, and there is none: put one{before}{ends}."
    lost = along.astray(graph, operation) or along.begins(graph, operation)
    first = graph.nodes[lost[0]]
    back = [edge for edge in graph.returned if not graph.after[lost[0]]]
    if back:
        turned = next((edge for edge in back if edge[1] == lost[0]), back[0])
        edge = f"{code(graph.nodes[turned[0]].id)} to {code(graph.nodes[turned[1]].id)}"
        return f"Nothing leaves {part(first)}: the edge {edge} points at a client, and answers are not drawn. Turn it round."
    return _ends(model, flow, lost[:1], stores)


def _ends(model: Model, flow: Flow, begun: list[int], stores: Sequence[int]) -> str:
    graph, operation = model.graph, flow[0]
    if not stores:
        reached, kinds = along.reachable(graph, begun), " or ".join(sorted(operation.stores))
        last = along.furthest(graph, reached, operation.stores)
        far = _as_far(graph, operation, begun[0], last)
        return f"{far}, and no {kinds} is there to complete it: put one behind {code(graph.nodes[last].id)}."
    last, goal = gap(model, flow, begun, model.ways.get(operation.id, ()))
    node = graph.nodes[goal]
    ends = ", where it ends" if node.type in operation.stores else ", which leads on"
    closed = [at for at in along.closed_to(graph, operation) if graph.nodes[at].type not in operation.stores]
    queue = next((at for at in closed if at in graph.after[last]), None)
    waits = (
        f" A queue such as {code(graph.nodes[queue].id)} takes only what nobody waits for." if queue is not None else ""
    )
    far = _as_far(graph, operation, begun[0], last)
    return f"{far}; nothing leads from there to {part(node)}{ends}. {connect(model, last, goal)}{waits}"


def _as_far(graph: Graph, operation: Operation, start: int, last: int) -> str:
    if start == last:
        return f"{code(operation.id)} does not leave {part(graph.nodes[last])}"
    return f"{code(operation.id)} comes from {code(graph.nodes[start].id)} as far as {part(graph.nodes[last])}"


def connect(model: Model, source: int, target: int) -> str:
    """Say how to get from one part to another: by a new edge, by one turned round, or what is in the way of both."""
    graph = model.graph
    one, other = code(graph.nodes[source].id), code(graph.nodes[target].id)
    if source in graph.after[target] or (target, source) in graph.returned:
        return f"The edge from {other} to {one} points the wrong way: turn it round."
    back = along.between(graph, target, source)
    if back is None:
        return f"Connect {one} to {other}."
    kind = graph.nodes[target].type
    users = [
        code(flow[0].id)
        for flow in model.flows
        if all(flow[1].visits[at] > 0.0 for at in back[:2]) and kind not in flow[0].origins
    ]
    by = f" by way of {named(graph, back[1:-1])}" if back[1:-1] else ""
    away = f"let another {graph.nodes[source].type} do it"
    if users:
        away = f"let {listed(users)} come to {code(graph.nodes[back[1]].id)} past {other}"
    return f"Connecting {one} to {other} would close a cycle{by}, which cannot be drawn: {away}."


def absent(model: Model, flow: Flow, kinds: Collection[str]) -> str:
    """Say that an operation passes no part of these types, and where to put or connect one."""
    if along.is_lost(flow):
        return no_way(model, flow)
    graph, names = model.graph, listed(sorted(kinds), "or")
    visited = along.way(model, flow)
    missing = f"{passing(model, flow)}, and no {names} is on that way"
    idle = [at for at in graph.order if graph.nodes[at].type in kinds and at not in visited and at not in graph.dead]
    if not idle:
        caller = along.furthest(graph, visited, flow[0].stores)
        side = "before" if graph.nodes[caller].type in flow[0].stores else "behind"
        return f"{missing}. Put one {side} {code(graph.nodes[caller].id)}."
    return f"{missing}. {connect(model, _before(model, flow, idle[0]), idle[0])}"


def _before(model: Model, flow: Flow, at: int) -> int:
    """Return the part on an operation's way from which an edge to an idle part is missing: a part that is connected to a store
    of the operation goes before that one; a cache that is connected to its caller only points the wrong way.
    """
    graph, stores = model.graph, flow[0].stores
    visited = along.way(model, flow)
    behind = [target for target in graph.after[at] if target in visited]
    turned = [target for target in behind if graph.nodes[at].part.max_hit and graph.nodes[target].type not in stores]
    callers = [source for source in visited if set(behind) & set(graph.after[source])]
    if turned or callers:
        return (turned or callers)[0]
    return along.furthest(graph, visited, stores, at)


def larger(node: Node, factor: float, sizes: Sequence[str] = ("units", "shards")) -> str:
    """Say which sizes of a part would be ``factor`` times as much, as far as there are such."""
    most = {"units": node.part.max_units, "shards": MAX_SHARDS}
    wanted = {size: max(getattr(node, size) + 1, ceil(getattr(node, size) * factor - 1e-9)) for size in sizes}
    found = [f"{wanted[size]} {size} instead of {getattr(node, size)}" for size in sizes if wanted[size] <= most[size]]
    if not found:
        return f"{code(node.id)} cannot grow that far: put another {node.type} beside it."
    return f"Give {code(node.id)} {' or '.join(found)}."
