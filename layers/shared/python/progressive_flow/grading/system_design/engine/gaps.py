"""Where an edge is missing on the way of an operation: between which two parts of a design."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.along import (
    PASSIVE,
    ROUTING,
    calls,
    closed_to,
    furthest,
    kept_by,
    nearest,
    reachable,
)
from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.hops import ways_to_stores
from progressive_flow.grading.system_design.engine.model import Flow, Model

CALLED_BY_NOTHING = frozenset({"client", "scheduler"})


class _Walk(NamedTuple):
    """How far a way goes: what is reached, the groups of ``via`` that are met in order, and the parts that met the last one."""

    reached: list[int]
    met: int
    held: list[int]


def gap(
    model: Model, flow: Flow, begun: Sequence[int], via: Sequence[Collection[str]], among: Collection[int] = ()
) -> tuple[int, int]:
    """Return where an edge is missing on the way of an operation behind ``begun``: from the last part that it reaches in the
    order of ``via`` to what leads on to a store, or to the store itself. There must be a store. ``among`` are the parts that
    may call it where ``via`` does not say, by default all that are reached.
    """
    graph, operation = model.graph, flow[0]
    walk = _walked(graph, begun, via, closed_to(graph, operation))
    target, place = _target(model, flow, walk, via)
    before, turned = reachable(graph, [target]), _turned(graph, target, walk.reached)
    callers = _callers(graph, walk, via, place, target, begun)
    if wrong := [at for at in turned if at in callers]:
        return wrong[0], target
    best = [at for at in callers if at not in before] or callers
    if via and best and not _kept_behind_routing(graph, best, target):
        return next((at for at in best if not graph.after[at]), best[0]), target
    return (turned[0] if turned else furthest(graph, among or walk.reached, operation.stores, target)), target


def _walked(graph: Graph, begun: Sequence[int], via: Sequence[Collection[str]], closed: Collection[int]) -> _Walk:
    held, met = list(begun), 0
    while met < len(via) and (found := _of_group(graph, nearest(graph, held, closed), via[met])):
        held, met = [at for at in found if graph.nodes[at].type not in PASSIVE] or held, met + 1
    return _Walk(nearest(graph, begun, closed), met, held)


def _of_group(graph: Graph, nodes: Iterable[int], group: Collection[str]) -> list[int]:
    return [at for at in nodes if graph.nodes[at].type in group and at not in graph.dead]


def _target(model: Model, flow: Flow, walk: _Walk, via: Sequence[Collection[str]]) -> tuple[int, int]:
    """Return the part to which an edge is missing, and the place in ``via`` of its group: one that is called by nothing and
    leads on, the group that is missed, or a store.
    """
    graph, operation, met = model.graph, flow[0], walk.met
    heads = _heads(model, flow, walk.reached, via)
    missed = _of_group(graph, graph.order, via[met]) if met < len(via) else []
    for place, group in enumerate(via):
        if found := [at for at in heads if graph.nodes[at].type in group]:
            return found[0], place
    fresh = [at for at in missed if at not in walk.reached]
    leading = [at for at in heads if set(fresh) & reachable(graph, [at])]
    open_ = [
        at for at in fresh if not reachable(graph, [at]) & set(walk.reached)
    ]  # what leads back has its own callers
    return (leading or open_ or fresh or heads or kept_by(graph, operation))[0], met


def _heads(model: Model, flow: Flow, reached: Collection[int], via: Sequence[Collection[str]]) -> list[int]:
    """Return the parts that lead to a store and that nothing calls, though something should."""
    graph, operation = model.graph, flow[0]
    leads, _ = ways_to_stores(graph, operation)
    called = {target for after in graph.after for target in after}
    begin = {kind for other, _ in model.flows for kind in other.origins} | CALLED_BY_NOTHING
    begin = (begin - {kind for group in via for kind in group}) | operation.origins
    return [
        at
        for at in graph.order
        if leads[at] and at not in called and at not in reached and graph.nodes[at].type not in begin
    ]


def _turned(graph: Graph, target: int, reached: Collection[int]) -> list[int]:
    """Return the parts that a part calls which should call it."""
    kinds = {end: graph.nodes[end].type for end in graph.after[target]}
    found = [end for end, kind in kinds.items() if end in reached and (calls(graph, end) or kind in DEFERRING_TYPES)]
    return found + [end for source, end in graph.returned if source == target and end in reached]


def _callers(
    graph: Graph, walk: _Walk, via: Sequence[Collection[str]], place: int, target: int, begun: Sequence[int]
) -> list[int]:
    """Return the parts that should call the target: those of the group before its own; before the first group, where the
    operation begins, or what only routes behind that.
    """
    if 0 < place < walk.met:
        return _of_group(graph, walk.reached, via[place - 1])
    held = list(begun) if place == 0 else walk.held
    if place or graph.nodes[target].type in ROUTING | PASSIVE:
        return held
    return [*(at for at in walk.reached if graph.nodes[at].type in ROUTING), *held]


def _kept_behind_routing(graph: Graph, callers: Sequence[int], target: int) -> bool:
    """Would something that only routes call something that keeps data? Then another part should, but for a cdn before files."""
    kind, part = graph.nodes[target].type, graph.nodes[target].part
    routing = ROUTING | PASSIVE
    if kind == "object_store":
        routing -= {"cdn"}
    return bool(part.storage_gb or kind == "cache") and all(graph.nodes[at].type in routing for at in callers)
