"""Which item a request wants: ranks with chances of rank^-zipf."""

import numpy as np
from numpy.typing import NDArray

from tests.oracle.simulation.inputs import Operation

_HEAD = 4096
BINS = 40

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def draw_ranks(random: np.random.Generator, operation: Operation, count: int) -> Ints:
    """Draw the ranks, from 0, of the items that requests want; ``hot_share`` of them want the first."""
    head = min(_HEAD, operation.items)
    weights = np.cumsum(np.arange(1, head + 1, dtype=np.float64) ** -operation.zipf)
    tail = _integral(head + 0.5, operation.items + 0.5, operation.zipf)
    chance = random.random(count) * (weights[-1] + tail)
    ranks: Ints = np.searchsorted(weights, chance).astype(np.int64)
    behind = chance > weights[-1]
    ranks[behind] = _inverse(head + 0.5, chance[behind] - weights[-1], operation.zipf) - 0.5
    ranks = np.minimum(ranks, operation.items - 1)
    ranks[random.random(count) < operation.hot_share] = 0
    return ranks


def rank_bins(ranks: Ints) -> Ints:
    """Return the power of two below each rank, counted from 1."""
    bins: Ints = np.minimum(np.log2(ranks + 1.0).astype(np.int64), BINS - 1)
    return bins


def whole_weight(operation: Operation) -> float:
    """Return the sum of rank^-zipf over all items."""
    head = min(_HEAD, operation.items)
    exact = float(np.sum(np.arange(1, head + 1, dtype=np.float64) ** -operation.zipf))
    return exact + _integral(head + 0.5, operation.items + 0.5, operation.zipf)


def shard_of(ranks: Ints, items: int, shards: int) -> Ints:
    """Spread items over shards by a hash (splitmix64), the same for all operations on as many items."""
    with np.errstate(over="ignore"):
        mixed = ranks.astype(np.uint64) + np.uint64(items) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    shard: Ints = (mixed % np.uint64(shards)).astype(np.int64)
    return shard


def _integral(low: float, high: float, exponent: float) -> float:
    """Sum the chances of a range of ranks by their integral."""
    if high <= low:
        return 0.0
    if abs(exponent - 1) < 1e-9:
        return float(np.log(high / low))
    return float((high ** (1 - exponent) - low ** (1 - exponent)) / (1 - exponent))


def _inverse(low: float, area: Floats, exponent: float) -> Floats:
    """Return the rank up to which the integral from ``low`` is ``area``."""
    if abs(exponent - 1) < 1e-9:
        return low * np.exp(area)
    ranks: Floats = np.power(low ** (1 - exponent) + area * (1 - exponent), 1 / (1 - exponent))
    return ranks
