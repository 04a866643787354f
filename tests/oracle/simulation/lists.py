"""Hit ratios, counted on real LRU lists.

Catalogues of millions of items are scaled down: neighbouring ranks form a block that is wanted as often as one of its items
is, and the lists shrink by as much. So popularity, times and lifetimes stay as they are.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tests.oracle.simulation.inputs import EVERYWHERE, Level, Node
from tests.oracle.simulation.popularity import BINS, draw_ranks, rank_bins, whole_weight
from tests.oracle.simulation.routes import Routes, cache_chains

_ENTRIES = 8000
# Blocks of few items, whose lifetimes depend on how often each item is wanted, are finer.
_BLOCKS, _BLOCKS_WITH_LIFETIMES = 10, 100
_MAX_EVENTS = 1_500_000

Chains = list[tuple[float, tuple[int, ...]]]
Hits = Mapping[tuple[int, int], NDArray[np.float64]]


class Memory:
    """One LRU list with a capacity in bytes; it keeps what it holds, and until when."""

    def __init__(self, capacity: float, ttl: float) -> None:
        self.left = capacity
        self.ttl = ttl
        self._held: OrderedDict[tuple[int, int], tuple[float, float]] = OrderedDict()

    def holds(self, key: tuple[int, int], at: float) -> bool:
        """Whether the item is here and fresh at this second; it becomes the latest used."""
        found = self._held.get(key)
        if found is None:
            return False
        self._held.move_to_end(key)
        return found[1] > at

    def keep(self, key: tuple[int, int], size: float, until: float) -> None:
        """Fetch the item, which is fresh until this second, and drop what was used longest ago."""
        old = self._held.pop(key, None)
        self.left += old[0] if old else 0.0
        self._held[key] = (size, until)
        self.left -= size
        while self.left < 0 and self._held:
            self.left += self._held.popitem(last=False)[1][0]


def count_hits(
    random: np.random.Generator, nodes: Sequence[Node], level: Level, routes: Sequence[Routes], events: int
) -> Hits:
    """Return the chance of a hit by (node, operation) and by the power of two below the item's rank."""
    chains = [
        cache_chains(nodes, way) if op.cacheable else [] for op, way in zip(level.operations, routes, strict=True)
    ]
    asked = {cache for found in chains for _, chain in found for cache in chain}
    if not asked:
        return {}
    scale = _scale(nodes, level, chains, routes)
    lasting = all(nodes[cache].ttl == float("inf") for cache in asked)
    blocks = _BLOCKS if lasting else _BLOCKS_WITH_LIFETIMES
    groups = [min(scale, max(1.0, op.items / blocks)) for op in level.operations]
    memories = {
        (cache, region, copy): Memory(_bytes_for_copies(nodes, cache, level, routes) / scale, nodes[cache].ttl)
        for cache in asked
        for region in range(nodes[cache].regions)
        for copy in range(nodes[cache].replicas)
    }
    sizes = [op.item_bytes * group / scale for op, group in zip(level.operations, groups, strict=True)]
    for (cache, _, _), memory in memories.items():
        _fill(random, memory, _by_rate(level, chains, cache, groups), sizes, nodes[cache].copies)
    seen, hit = _run(random, nodes, level, chains, memories, groups, sizes, events)
    return {key: np.divide(hit[key], np.maximum(seen[key], 1)) for key in seen}


def _bytes_for_copies(nodes: Sequence[Node], cache: int, level: Level, routes: Sequence[Routes]) -> float:
    """Return the memory of one copy that is left beside the data that the cache itself stores."""
    node = nodes[cache]
    storing = [
        op for op, way in zip(level.operations, routes, strict=True) if node.type in op.stores and way.comes_to(cache)
    ]
    stored = {(op.items, op.item_bytes) for op in storing}
    whole = node.part.memory_gb * 1e9 * node.units * node.shards
    return max(0.0, whole - sum(items * size for items, size in stored))


def _scale(nodes: Sequence[Node], level: Level, chains: Sequence[Chains], routes: Sequence[Routes]) -> float:
    """How many times larger the design's lists are than those that are simulated."""
    most = 1.0
    for cache in {cache for found in chains for _, chain in found for cache in chain}:
        users = [op for op, found in zip(level.operations, chains, strict=True) if any(cache in c for _, c in found)]
        rate = sum(op.rate for op in users)
        size = sum(op.rate * op.item_bytes for op in users) / rate if rate else 1.0
        held = min(_bytes_for_copies(nodes, cache, level, routes) / max(size, 1.0), sum(op.items for op in users))
        most = max(most, held * nodes[cache].copies / _ENTRIES)
    return most


def _by_rate(
    level: Level, chains: Sequence[Chains], cache: int, groups: Sequence[float]
) -> list[tuple[float, int, int]]:
    """Return (rate, operation, block) of the blocks that may be in a cache, most wanted first."""
    found: list[tuple[float, int, int]] = []
    for number, (op, group) in enumerate(zip(level.operations, groups, strict=True)):
        if any(cache in chain for _, chain in chains[number]):
            blocks = np.arange(min(int(op.items / group) + 1, 4 * _ENTRIES))
            rates = ((blocks + 0.5) * group + 0.5) ** -op.zipf * op.rate / whole_weight(op)
            found += [(rate, number, block) for block, rate in enumerate(rates.tolist())]
    return sorted(found, reverse=True)


def _fill(
    random: np.random.Generator,
    memory: Memory,
    wanted: list[tuple[float, int, int]],
    sizes: Sequence[float],
    copies: int,
) -> None:
    """Begin with what is wanted most, so that the first half of the events suffices to forget the beginning.

    An item that is wanted n times in its lifetime is fresh for n of n + 1 of the time, and expires at any moment of it.
    """
    free = memory.left
    kept: list[tuple[int, int, float]] = []
    for rate, number, block in wanted:
        free -= sizes[number]
        if free < 0:
            break
        kept.append((number, block, rate / copies))
    for number, block, rate in reversed(kept):
        until = float("inf")
        if memory.ttl < until:
            fresh = random.random() < rate * memory.ttl / (1 + rate * memory.ttl)
            until = random.random() * memory.ttl if fresh else 0.0
        memory.keep((number, block), sizes[number], until)


def _run(
    random: np.random.Generator,
    nodes: Sequence[Node],
    level: Level,
    chains: Sequence[Chains],
    memories: Mapping[tuple[int, int, int], Memory],
    groups: Sequence[float],
    sizes: Sequence[float],
    events: int,
) -> tuple[dict[tuple[int, int], NDArray[np.float64]], dict[tuple[int, int], NDArray[np.float64]]]:
    rates = [
        op.rate / group if found else 0.0 for op, group, found in zip(level.operations, groups, chains, strict=True)
    ]
    slowest = min(rate for rate in rates if rate) * sum(1 for rate in rates if rate)
    events = int(min(_MAX_EVENTS, events * sum(rates) / slowest))
    which = random.choice(len(rates), size=events, p=np.array(rates) / sum(rates))
    times = np.cumsum(random.exponential(1 / sum(rates), events)).tolist()
    ranks = np.zeros(events, dtype=np.int64)
    ways = np.zeros(events, dtype=np.int64)
    for number, op in enumerate(level.operations):
        mine = which == number
        if rates[number]:
            ranks[mine] = draw_ranks(random, op, int(mine.sum()))
            shares = np.array([share for share, _ in chains[number]])
            ways[mine] = random.choice(len(shares), size=int(mine.sum()), p=shares / shares.sum())
    keys = {(cache, number) for number, found in enumerate(chains) for _, chain in found for cache in chain}
    seen = {key: np.zeros(BINS) for key in keys}
    hit = {key: np.zeros(BINS) for key in keys}
    regions = random.integers(0, level.regions, events).tolist()
    depth = max(len(chain) for found in chains for _, chain in found)
    purged = random.random((events, depth)).tolist()
    copies = random.random(events).tolist()
    bins = rank_bins(ranks).tolist()
    blocks = (ranks / np.array(groups)[which]).astype(np.int64).tolist()
    chosen = zip(which.tolist(), ways.tolist(), times, blocks, strict=True)
    for number, (op_at, way, time, block) in enumerate(chosen):
        missed: list[Memory] = []
        for place, cache in enumerate(chains[op_at][way][1]):
            node = nodes[cache]
            region = regions[number] if regions[number] < node.regions and node.type not in EVERYWHERE else 0
            memory = memories[cache, region, int(copies[number] * node.replicas)]
            found = memory.holds((op_at, block), time) and purged[number][place] < node.part.max_hit
            if number > events // 2:
                seen[cache, op_at][bins[number]] += 1
                hit[cache, op_at][bins[number]] += found
            if found:
                break
            missed.append(memory)
        for memory in missed:
            memory.keep((op_at, block), sizes[op_at], time + memory.ttl)
    return seen, hit
