"""Tests of the ways of operations: which types their requests pass, in which order."""

from progressive_flow.grading.system_design import figures
from progressive_flow.grading.system_design.engine import along
from progressive_flow.grading.system_design.engine.along import Detour
from progressive_flow.grading.system_design.engine.gaps import gap
from progressive_flow.grading.system_design.engine.kinds import sentences
from progressive_flow.grading.system_design.engine.kinds.kind import Kind, Measure, Test, groups, subject
from progressive_flow.grading.system_design.engine.model import Flow, Model, chosen
from progressive_flow.grading.system_design.engine.outcomes import passing_share
from progressive_flow.grading.system_design.engine.wording import code, part
from progressive_flow.grading.system_design.figures import listed


def _path(model: Model, test: Test) -> Measure:
    share = _passing(model, test)
    stores = ", ".join(sorted({kind for operation, _ in chosen(model, test.get("op")) for kind in operation.stores}))
    return Measure(share, f"{figures.percent(share)} of {subject(test)} reach {stores}{_by_way_of(test)}.")


def _passing(model: Model, test: Test) -> float:
    return min((_share(model, test, flow) for flow in chosen(model, test.get("op"))), default=0.0)


def _share(model: Model, test: Test, flow: Flow) -> float:
    return passing_share(model.graph, flow[1], groups(test))


def _by_way_of(test: Test) -> str:
    """Name the groups in their order: ``by way of load_balancer or api_gateway, then app_server``."""
    named = [" or ".join(sorted(group)) for group in groups(test)]
    return f" by way of {', then '.join(named)}" if named else ""


def _advise_path(model: Model, test: Test) -> str:
    flow = along.worst(model, test.get("op"), lambda one: _share(model, test, one))
    if flow is None:
        return ""
    found = along.detour(model.graph, flow[1], groups(test))
    if along.is_lost(flow) or found is None:
        return sentences.no_way(model, flow)
    return _missed(model, flow, groups(test), found)


def _missed(model: Model, flow: Flow, via: list[frozenset[str]], found: Detour) -> str:
    """Say which group an operation misses behind which part, and how it would come there."""
    graph, group = model.graph, via[found.met]
    kinds, last = listed(sorted(group), "or"), graph.nodes[found.last]
    passed = set(along.way(model, flow))
    there = [at for at in graph.order if graph.nodes[at].type in group and at not in graph.dead]
    says = f"{sentences.passing(model, flow)}, and no {kinds} behind {part(last)}"
    if not there:
        return f"{says}: there is none. Put one behind {code(last.id)}."
    early = [at for at in there if at in passed]
    if found.edge and early:
        a, b = (graph.nodes[at] for at in found.edge)
        passing = sentences.named(graph, early)
        return f"Part of {code(flow[0].id)} goes from {part(a)} to {part(b)}, past {passing}. Remove that edge."
    if early:
        return f"{says}: {part(graph.nodes[early[0]])} comes too early. Exchange it with {code(last.id)}."
    begun = along.begins(graph, flow[0])
    if there[0] in along.reachable(graph, begun, along.closed_to(graph, flow[0])):
        return f"{says}: {_unused(model, flow, there[0], via[found.met + 1 :])}"
    source, goal = gap(model, flow, begun, via, along.way(model, flow))
    step = sentences.connect(model, source, goal)
    return f"{says}: no edge leads to {part(graph.nodes[goal])}. {step}{_onward(model, flow, goal)}"


def _onward(model: Model, flow: Flow, at: int) -> str:
    """A part that is connected must lead on to a store, but for a cache or a dns, which answer whoever asks."""
    stores, graph = along.kept_by(model.graph, flow[0]), model.graph
    if _leads(model, flow, at) or not stores or along.between(graph, stores[0], at):
        return ""
    if graph.nodes[at].type in along.PASSIVE:
        return ""
    return f" {sentences.connect(model, at, stores[0])}"


def _leads(model: Model, flow: Flow, at: int) -> bool:
    behind = along.reachable(model.graph, [at], along.closed_to(model.graph, flow[0]))
    return bool(behind & set(along.kept_by(model.graph, flow[0])))


def _unused(model: Model, flow: Flow, at: int, via: list[frozenset[str]]) -> str:
    """A part that requests could come to, and do not pass all the same."""
    graph, node, name = model.graph, model.graph.nodes[at], code(flow[0].id)
    if not _leads(model, flow, at) and along.kept_by(graph, flow[0]):
        return f"{part(node)} leads to no store. {_led_on(model, flow, at, via)}"
    if node.part.max_hit and not flow[0].cacheable:
        return f"{part(node)} is asked by what a cache may answer; put it on the only way of {name}."
    return f"{part(node)} takes work that nobody waits for, and {name} waits."


def _led_on(model: Model, flow: Flow, at: int, via: list[frozenset[str]]) -> str:
    """Say what leads a part to a store: an edge to a part that is there, or a new part, where each that is there would close
    a cycle on its way on.
    """
    graph = model.graph
    ahead = along.reachable(graph, [at], along.closed_to(graph, flow[0])) - {at}
    if not via or ahead & set(_of(model, via[0])):
        return sentences.connect(model, *gap(model, flow, [at], via))
    goals = _of(model, via[1]) if via[1:] else along.kept_by(graph, flow[0])
    goals = [goal for goal in goals if at not in along.reachable(graph, [goal])]
    fit = [one for one in _of(model, via[0]) if at not in along.reachable(graph, [one])]
    if any(_could_call(model, one, goal) for one in fit for goal in goals) or (fit and not goals):
        return sentences.connect(model, *gap(model, flow, [at], via))
    leads = f" that leads to {code(graph.nodes[goals[0]].id)}" if goals else ""
    return f"Put {listed([figures.a(kind) for kind in sorted(via[0])], 'or')} behind it{leads}."


def _of(model: Model, group: frozenset[str]) -> list[int]:
    """Return the parts of a group of types that are not down."""
    graph = model.graph
    return [at for at in graph.order if graph.nodes[at].type in group and at not in graph.dead]


def _could_call(model: Model, one: int, other: int) -> bool:
    """Does an edge lead from one part to another, or could there be one that closes no cycle?"""
    return one != other and one not in along.reachable(model.graph, [other])


def _ways(model: Model, test: Test) -> Measure:
    """Several paths in one test: those of an earlier level, which must still be there."""
    worst, way = _worst_way(model, test)
    return Measure(worst, f"{figures.percent(worst)} of {subject(way)} reach their store{_by_way_of(way)}.")


def _worst_way(model: Model, test: Test) -> tuple[float, Test]:
    return min(((_passing(model, way), way) for way in test.get("ways") or [test]), key=lambda found: found[0])


def _advise_ways(model: Model, test: Test) -> str:
    return _advise_path(model, _worst_way(model, test)[1])


KINDS: dict[str, Kind] = {
    "path": Kind(_path, _advise_path, "share", 1.0, 0.0, rises=True, takes=frozenset({"via"})),
    "ways": Kind(
        _ways, _advise_ways, "share", 1.0, 0.0, rises=True, takes=frozenset({"ways"}), needs=frozenset({"ways"})
    ),
}
