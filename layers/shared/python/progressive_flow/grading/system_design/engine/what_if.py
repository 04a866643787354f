"""The cheapest change to a design that would pass the first failing test that one change can pass: of a single part or edge,
or, where none of these does, of a few parts in the same respect.
"""

from collections.abc import Collection, Iterator, Sequence

from progressive_flow.grading.system_design.engine import along, candidate_changes, candidate_edges, together
from progressive_flow.grading.system_design.engine.candidate_changes import Move
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.cost import monthly
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.freshness import writers_of
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.kinds import Test, during
from progressive_flow.grading.system_design.engine.kinds.kind import groups, types
from progressive_flow.grading.system_design.engine.model import Flow, Model, at_load, busy, chosen, effort, visited
from progressive_flow.grading.system_design.engine.search import BUDGET, DEAR, Change, Harmless, Met, Search

# Which changes can help a test of this kind; other kinds have advice in words only.
SIZED = {
    "served", "burst", "max_rho", "storage", "connections", "hot_key", "growth", "hit", "p50", "p99", "delay", "drain",
    "fanout", "batch", "survives", "availability", "slo", "instances", "durability", "shards",
}  # fmt: skip
SPREAD = {"survives", "availability", "slo", "durability", "loss_window", "p50", "p99"}
STRICTER = {"fresh", "staleness", "loss_window"}
NEARER = {"p50", "p99", "slo", "availability"}
PAID = {"cost", "utilization"}
MAX_NODES = 8
# Of what may be tried: on changes of a single part, and there on one test, so that the rest is not left out.
SHARE_OF_SINGLE, SHARE_OF_TEST = 0.7, 0.25


def cheapest_change(
    model: Model, failing: Sequence[tuple[Test, Met]], harmless: Harmless, sold: Collection[str] = ()
) -> tuple[Test, Change] | None:
    """The cheapest harmless change found that makes the first of the ``failing`` tests pass that one change can make pass.
    Its ``Met`` says whether a measurement is good enough. ``sold`` are rules that hints name: no change sets one.
    """
    for look, share in ((_look, SHARE_OF_SINGLE), (together.look, 1.0 - SHARE_OF_SINGLE)):
        budget = BUDGET * share
        for test, met in failing:
            most = min(budget, BUDGET * share * SHARE_OF_TEST)
            search = Search(model, test, met, harmless, most, sold)
            look(search)
            if search.best:
                return test, search.best
            budget -= most - search.budget
            if budget <= 0:
                break
    return None


def _look(search: Search) -> None:
    """Look for one part or edge."""
    if _hopeless(search):
        return
    model, test = search.model, search.test
    for move in _redrawn(model, test):
        search.offer(move, None)
    for index in _carrying(model, test):
        for move in _rules(model, index, test):
            search.offer(move, index)
        if test["kind"] in SIZED:
            _try_sizes(search, index)
    if test["kind"] in PAID:
        for move in _smaller(model.graph):
            search.offer(move, None)


def _hopeless(search: Search) -> bool:
    """If two instances are missed, whichever is lost, no single change will do."""
    if fault_of(search.test)[0] != "instance" or not search.test.get("fault") or search.test["kind"] == "loss_window":
        return False
    missed = 0
    for measured in during(at_load(search.model, float(search.test.get("load", 1.0))), search.test):
        search.budget -= effort(search.model)
        missed += not search.met(measured.observed)
        if missed > 1:
            return True
    return False


def _redrawn(model: Model, test: Test) -> Iterator[Move]:
    """Edges: one that is missing on a way, one that must not be there; and parts that nothing passes."""
    kind = test["kind"]
    for way in test.get("ways") or ([test] if kind == "path" else []):
        for flow in chosen(model, way.get("op")):
            yield from _onto_the_way(model, flow, groups(way))
    if kind == "edge_forbidden":
        yield from candidate_edges.disconnect(model.graph, types(test, "from"), types(test, "to"))
    elif kind not in {"path", "ways", "isolated"}:
        for flow in chosen(model, test.get("op")):
            yield from _to_what_is_missing(model, flow, test)
    if kind in PAID or kind == "no_orphans":
        idle = [at for at in range(len(model.graph.nodes)) if not visited(model, at)]
        yield from (candidate_edges.without(model.graph, at) for at in idle)


def _onto_the_way(model: Model, flow: Flow, via: Sequence[Collection[str]]) -> Iterator[Move]:
    """An edge to a part that requests miss, or one less by which they go past it."""
    graph, (operation, route) = model.graph, flow
    reached = {index for index in range(len(graph.nodes)) if visited(model, index)}
    found = along.detour(graph, route, via) if via else None
    if found and found.edge:
        yield from candidate_edges.cut(graph, [found.edge])
    yield from candidate_edges.connect(graph, [operation.origins, *via, operation.stores], reached)


def _to_what_is_missing(model: Model, flow: Flow, test: Test) -> Iterator[Move]:
    """Edges to a store, to a cache, or from who writes to a cache that keeps old copies, where there is none."""
    graph, (operation, route) = model.graph, flow
    begun = along.begins(graph, operation)
    way = [*begun, *along.way(model, flow)] if not route.lost else along.nearest(graph, begun)
    callers = [at for at in way if candidate_edges.may_call(graph, at)]
    if route.lost:
        yield from candidate_edges.between(
            graph, [(a, b) for b in along.kept_by(graph, operation) for a in reversed(callers)]
        )
    caches = [at for at, node in enumerate(graph.nodes) if node.type in CACHING_TYPES]
    if operation.cacheable and test["kind"] in {"hit", "p50", "p99", "max_rho", "served"}:
        away = [at for at in caches if at not in way]
        yield from candidate_edges.between(graph, [(a, b) for b in away for a in callers if _asks(graph, a, b)])
    if test["kind"] in {"staleness", "fresh"}:
        writing = [at for writer in writers_of(flow, model.flows) for at in along.way(model, writer)]
        asked = [at for at in caches if at in way]
        pairs = [(a, b) for b in asked for a in dict.fromkeys(writing) if _asks(graph, a, b)]
        yield from candidate_edges.between(graph, pairs)


def _asks(graph: Graph, caller: int, cache: int) -> bool:
    """Is it usual that a part asks a cache: a client a cdn, what works another cache?"""
    kind = graph.nodes[caller].type
    if graph.nodes[cache].type == "cdn":
        return kind == "client"
    return candidate_edges.may_call(graph, caller) and kind not in along.ROUTING | along.PASSIVE | DEFERRING_TYPES | {
        "scheduler"
    }


def _rules(model: Model, index: int, test: Test) -> Iterator[Move]:
    graph, kind = model.graph, test["kind"]
    if kind in SPREAD or test.get("fault"):
        yield from candidate_changes.spread(graph, index)
    if kind in NEARER and model.users.regions > 1:
        yield from candidate_changes.near_users(graph, index, model.users.regions)
    if kind in STRICTER:
        yield from candidate_changes.stricter(graph, index)
    if kind == "exactly_once":
        yield from candidate_changes.refuse_repeats(graph, index)
    if kind in {"exactly_once", "loss_window"}:
        yield from candidate_changes.kept_once(graph, index)


def _carrying(model: Model, test: Test) -> list[int]:
    """Nodes that the operation passes: the busiest first, against faults those that stand alone before them."""
    flows = chosen(model, test.get("op"))
    passed = {at for _, route in flows for at, share in enumerate(route.visits) if share > 0.0}
    at = {node.id: index for index, node in enumerate(model.graph.nodes)}
    order = [at[node.id] for node, _ in busy(model)]
    if test["kind"] in DEAR or test.get("fault"):
        order.sort(key=lambda index: (model.graph.nodes[index].copies > 1, model.graph.nodes[index].zones > 1))
    return [index for index in order if index in passed][:MAX_NODES]


def _smaller(graph: Graph) -> Iterator[Move]:
    """A part with less of what it has most of: the dearest first."""
    order = sorted(range(len(graph.nodes)), key=lambda at: -monthly(graph.nodes[at]))
    for index in order[:MAX_NODES]:
        node = graph.nodes[index]
        for size in candidate_changes.SIZES:
            now = int(getattr(node, size))
            for value in dict.fromkeys(now * share // 8 for share in (7, 6, 5, 4, 3, 2, 1)):
                if 1 <= value < now:
                    fewer = candidate_changes.sized(node, size, value)
                    changed = candidate_changes.replace(graph, index, fewer)
                    yield Move(changed, f"Give {node.id} {value} {size} instead of {now}.", reroutes=True)


def _try_sizes(search: Search, index: int) -> None:
    graph = search.model.graph
    node = graph.nodes[index]
    for size in candidate_changes.SIZES:
        if size == "shards" and not (node.part.storage_gb or node.part.memory_gb):
            continue
        value = _smallest(search, graph, index, size)
        if value:
            text = f"Give {node.id} {value} {size} instead of {getattr(node, size)}."
            changed = candidate_changes.replace(graph, index, candidate_changes.sized(node, size, value))
            cost = search.cost(changed)
            if (search.best is None or cost < search.best.cost) and search.keeps(changed):
                search.best = Change(text, cost, changed)


def _smallest(search: Search, graph: Graph, index: int, size: str) -> int | None:
    """The least value above the present one that passes, by doubling and then halving the gap; None if none does before
    it costs more than the best change known.
    """
    node = graph.nodes[index]
    now, most = int(getattr(node, size)), candidate_changes.largest(node, size)

    def works(value: int) -> bool:
        changed = candidate_changes.replace(graph, index, candidate_changes.sized(node, size, value))
        return search.meets(Move(changed, "", node.type in CACHING_TYPES), index)

    low, high = now, min(most, now + 1)
    while low < most and search.promising(_added(node, size, high)) and not works(high):
        low, high = high, min(most, max(high + 1, high * 2))
    if low >= most or not search.promising(_added(node, size, low + 1)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def _added(node: Node, size: str, value: int) -> float:
    return monthly(candidate_changes.sized(node, size, value)) - monthly(node)
