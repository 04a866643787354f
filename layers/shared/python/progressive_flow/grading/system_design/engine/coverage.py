"""What the caches of a design answer for each operation, when all operations share their memory."""

from collections.abc import Sequence
from math import inf

from progressive_flow.grading.system_design.engine.caching import Wanted, hit_ratios
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.routing import trace
from progressive_flow.grading.system_design.engine.workload import Operation

# With more caches than this, coverage is rounded down to eighths, which bounds the number of states.
EXACT_CACHES, CACHE_GRID = 8, 8


def coverage(graph: Graph, operations: Sequence[Operation], load: float = 1.0) -> list[list[float]]:
    """Return for each operation, per node, the share of its look-ups that the node could answer from memory.

    ``load`` multiplies the rates, on which it depends how often an item is wanted in its lifetime.
    """
    found = [[0.0] * len(graph.nodes) for _ in operations]
    caches = [index for index, node in enumerate(graph.nodes) if node.type in CACHING_TYPES]
    coming = _coming(graph, operations, load) if caches else {}
    for index in caches:
        ratios = _answered(graph.nodes[index], [(operations[at], rates[index]) for at, rates in coming.items()])
        for at, ratio in zip(coming, ratios, strict=True):
            found[at][index] = int(ratio * CACHE_GRID) / CACHE_GRID if len(caches) > EXACT_CACHES else ratio
    return found


def _coming(graph: Graph, operations: Sequence[Operation], load: float) -> dict[int, tuple[float, ...]]:
    """Return the requests/s at each node, if no cache knew anything, of operations that caches answer or store."""
    nothing = [0.0] * len(graph.nodes)
    return {
        at: tuple(operation.rps * load * visits for visits in trace(graph, operation, nothing).visits)
        for at, operation in enumerate(operations)
        if operation.rps > 0.0 and (operation.cacheable or operation.stores & CACHING_TYPES)
    }


def _answered(node: Node, coming: Sequence[tuple[Operation, float]]) -> list[float]:
    """Return the share that a cache answers of each operation: 0 of those that do not come, or that it stores.

    Each copy is a list of its own, which is asked, and filled, by its share of the look-ups.
    """
    wanted = [
        Wanted(
            rate / node.copies * (1.0 - operation.hot_share),
            operation.items,
            max(operation.item_bytes, 1.0),
            operation.zipf,
        )
        for operation, rate in coming
        if rate and node.type not in operation.stores
    ]
    lifetime, memory = inf if node.ttl is None else node.ttl, _memory(node, coming)
    ratios = iter(hit_ratios(tuple(wanted), memory, lifetime))
    return [
        node.part.max_hit * _with_hottest(operation, next(ratios), rate / node.copies * lifetime, memory)
        if rate and node.type not in operation.stores
        else 0.0
        for operation, rate in coming
    ]


def _with_hottest(operation: Operation, ratio: float, wanted: float, memory: float) -> float:
    """Add the look-ups for the hottest item: a list with any memory holds it, until it expires."""
    hot = operation.hot_share
    if not hot or memory <= 0.0:
        return ratio
    times = hot * wanted  # within its lifetime
    known = 1.0 if times == inf else times / (1.0 + times)
    return (1.0 - hot) * ratio + hot * known


def _memory(node: Node, coming: Sequence[tuple[Operation, float]]) -> float:
    """Bytes of one copy that are left beside the data that is stored in the cache itself."""
    stored = {
        (operation.items, operation.item_bytes) for operation, rate in coming if rate and node.type in operation.stores
    }
    return node.part.memory_gb * 1e9 * node.units * node.shards - sum(items * size for items, size in stored)
