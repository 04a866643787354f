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
_BLOCKS = 2000

Chains = list[tuple[float, tuple[int, ...]]]
Hits = Mapping[tuple[int, int], NDArray[np.float64]]


class Memory:
    """One LRU list with a capacity in bytes; it keeps what it holds, and until when."""

    def __init__(self, capacity: float, ttl: float) -> None:
        self.left = capacity
        self._ttl = ttl
        self._held: OrderedDict[tuple[int, int], tuple[float, float]] = OrderedDict()

    def holds(self, key: tuple[int, int], at: float) -> bool:
        """Whether the item is here and fresh at this second; it becomes the latest used."""
        found = self._held.get(key)
        if found is None:
            return False
        self._held.move_to_end(key)
        return found[1] > at

    def keep(self, key: tuple[int, int], size: float, at: float) -> None:
        """Fetch the item, and drop what was used longest ago."""
        old = self._held.pop(key, None)
        self.left += old[0] if old else 0.0
        self._held[key] = (size, at + self._ttl)
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
    scale = _scale(nodes, level, chains, asked)
    groups = [min(scale, max(1.0, op.items / _BLOCKS)) for op in level.operations]
    memories = {
        (cache, region, copy): Memory(_bytes_for_copies(nodes[cache], level) / scale, nodes[cache].ttl)
        for cache in asked
        for region in range(nodes[cache].regions)
        for copy in range(nodes[cache].replicas)
    }
    sizes = [op.item_bytes * group / scale for op, group in zip(level.operations, groups, strict=True)]
    for (cache, _, _), memory in memories.items():
        _fill(memory, _most_wanted(level, chains, cache, groups), sizes)
    seen, hit = _run(random, nodes, level, chains, memories, groups, sizes, events)
    return {key: np.divide(hit[key], np.maximum(seen[key], 1)) for key in seen}


def _bytes_for_copies(node: Node, level: Level) -> float:
    """Return the memory of one copy that is left beside the data that the cache itself stores."""
    stored = {(op.items, op.item_bytes) for op in level.operations if node.type in op.stores}
    whole = node.part.memory_gb * 1e9 * node.units * node.shards
    return max(0.0, whole - sum(items * size for items, size in stored))


def _scale(nodes: Sequence[Node], level: Level, chains: Sequence[Chains], asked: set[int]) -> float:
    """How many times larger the design's lists are than those that are simulated."""
    most = 1.0
    for cache in asked:
        users = [op for op, found in zip(level.operations, chains, strict=True) if any(cache in c for _, c in found)]
        rate = sum(op.rate for op in users)
        size = sum(op.rate * op.item_bytes for op in users) / rate if rate else 1.0
        held = min(_bytes_for_copies(nodes[cache], level) / max(size, 1.0), sum(op.items for op in users))
        most = max(most, held * nodes[cache].copies / _ENTRIES)
    return most


def _most_wanted(
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


def _fill(memory: Memory, wanted: list[tuple[float, int, int]], sizes: Sequence[float]) -> None:
    """Begin with what is wanted most, so that the first half of the events suffices to forget the beginning."""
    room = memory.left
    kept: list[tuple[int, int]] = []
    for _, number, block in wanted:
        room -= sizes[number]
        if room < 0:
            break
        kept.append((number, block))
    for number, block in reversed(kept):
        memory.keep((number, block), sizes[number], 0.0)


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
            memory.keep((op_at, block), sizes[op_at], time)
    return seen, hit
