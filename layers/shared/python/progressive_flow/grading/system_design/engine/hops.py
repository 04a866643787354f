"""Which of a node's successors take part in an operation, and how: as look-ups, as caches, or as the way on."""

from typing import NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.outbox import holds_work
from progressive_flow.grading.system_design.engine.workload import Operation


class Hops(NamedTuple):
    """A node's successors by the part they play for one operation."""

    lookups: tuple[int, ...]
    caches: tuple[int, ...]
    onward: tuple[int, ...]


def ways_to_stores(graph: Graph, operation: Operation) -> tuple[list[bool], list[bool]]:
    """Per node: does a way lead from it to a store, and one through a queue? A queue takes work while what should do it
    is down.
    """
    if not graph.dead or operation.waits:
        return _leading(graph, graph.after, operation)
    drawn, _ = _leading(graph, graph.drawn, operation)
    holding = [holds_work(node, operation) and leads for node, leads in zip(graph.nodes, drawn, strict=True)]
    return _leading(graph, graph.after, operation, holding)


def _leading(
    graph: Graph, after: tuple[tuple[int, ...], ...], operation: Operation, holding: list[bool] | None = None
) -> tuple[list[bool], list[bool]]:
    """Per node: can a store (or a node that is ``holding``) be reached, and can it be reached by way of a queue?"""
    leads = [False] * len(graph.nodes)
    queued = [False] * len(graph.nodes)
    for index in reversed(graph.order):
        kind = graph.nodes[index].type
        if (
            kind in DEFERRING_TYPES
            and operation.waits
            and kind not in operation.stores
            and kind not in operation.origins
        ):
            continue
        ends = kind in operation.stores or (holding is not None and holding[index])
        leads[index] = ends or any(leads[target] for target in after[index])
        through = holds_work(graph.nodes[index], operation) or any(queued[target] for target in after[index])
        queued[index] = leads[index] and through
    return leads, queued


def hops_of(graph: Graph, operation: Operation, index: int, leads: list[bool], queued: list[bool]) -> Hops:
    """The part that each successor of node ``index`` plays; ``leads`` and ``queued`` are of ``ways_to_stores``."""
    after = graph.after[index]
    kinds = {target: graph.nodes[target].type for target in after}
    caching = [target for target in after if kinds[target] in CACHING_TYPES - operation.stores]
    onward = [target for target in after if leads[target] and target not in caching]
    if not operation.waits:
        onward = [target for target in onward if queued[target]] or onward
    beside = [target for target in onward if kinds[target] != "dns"]
    lookups = [target for target in after if kinds[target] == "dns" and (beside or not leads[target])]
    caches = [target for target in caching if leads[target] or kinds[target] == "cache"]
    inline = [target for target in caching if leads[target]]
    if not operation.cacheable or not (onward or inline):
        caches = []
    return Hops(tuple(lookups), tuple(caches), tuple(beside or onward or inline))
