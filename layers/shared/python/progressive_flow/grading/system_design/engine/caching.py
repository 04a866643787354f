"""How often a cache of a given size answers, when some items are wanted much more than others.

Che's approximation of LRU: an item is in the cache if it was asked for within a characteristic time T, the same for all
items of all operations, which is where the expected size of the items held equals the cache's. H. Che, Y. Tung, Z. Wang,
"Hierarchical web caching systems: modeling, design and experimental results", IEEE JSAC 20(7), 2002.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, expm1, inf, log
from typing import NamedTuple

EXACT_RANKS = 32  # the head of a Zipf distribution is steep: its first ranks each count by themselves
NEAR = 1e-9  # to an exponent of 1, whose integral is a logarithm
GROWTH = 1.25  # after them, ranks are grouped in ranges that grow by a quarter: about 80 ranges for 10^9 items


# (number of items, chance of each) for ranges of ranks.
_Groups = tuple[tuple[float, float], ...]


class Wanted(NamedTuple):
    """One kind of look-up at a cache: how many a second, and of what. ``items`` are wanted as rank^-zipf."""

    rate: float
    items: int
    item_bytes: float
    zipf: float


@lru_cache(maxsize=512)
def hit_ratios(wanted: tuple[Wanted, ...], capacity: float, lifetime: float = inf) -> tuple[float, ...]:
    """Share of each kind of look-up that one LRU list of ``capacity`` bytes answers, which all of them share.

    ``lifetime`` is how many seconds a copy may be used: of an item wanted n times within it, n of n + 1 look-ups find a
    copy, whatever the size. Ratios are between 0 and 1 and never fall when capacity or lifetime grows.
    """
    if capacity <= 0.0:
        return (0.0,) * len(wanted)
    kinds = [(kind, _groups(kind.items, kind.zipf)) for kind in wanted]
    whole = sum(kind.items * kind.item_bytes for kind in wanted)
    age = inf if capacity >= whole else _characteristic_age(kinds, capacity)
    if age == inf and lifetime == inf:
        return tuple(1.0 if kind.rate else 0.0 for kind in wanted)
    return tuple(
        min(1.0, sum(count * chance * _known(kind.rate * chance, age, lifetime) for count, chance in groups))
        for kind, groups in kinds
    )


def _known(rate: float, age: float, lifetime: float) -> float:
    """Chance that a copy is there: neither pushed out by other items nor too old, whichever is less likely."""
    if rate <= 0.0:
        return 0.0
    young = 1.0 if lifetime == inf else rate * lifetime / (1.0 + rate * lifetime)
    return min(1.0 if age == inf else -expm1(-rate * age), young)


@lru_cache(maxsize=64)
def _groups(items: int, zipf: float) -> _Groups:
    """(number of items, chance of each) for ranges of ranks; the chances add up to 1."""
    edges = [rank + 0.5 for rank in range(min(items, EXACT_RANKS) + 1)]
    while edges[-1] < items:
        edges.append(min(items + 0.5, edges[-1] * GROWTH))
    exact = [(1.0, float(rank) ** -zipf) for rank in range(1, min(items, EXACT_RANKS) + 1)]
    tail = [(b - a, _area(a, b, zipf)) for a, b in zip(edges[EXACT_RANKS:], edges[EXACT_RANKS + 1 :], strict=False)]
    total = sum(mass for _, mass in exact) + sum(mass for _, mass in tail)
    return tuple((count, mass / count / total) for count, mass in exact + tail)


def _area(low: float, high: float, zipf: float) -> float:
    """Integral of x^-zipf: stands for the sum over the ranks between."""
    if abs(zipf - 1.0) < NEAR:
        return log(high / low)
    return float((high ** (1.0 - zipf) - low ** (1.0 - zipf)) / (1.0 - zipf))


def _characteristic_age(kinds: Sequence[tuple[Wanted, _Groups]], capacity: float) -> float:
    """The T (s) at which ``capacity`` bytes are expected to be held: one for all that share the list.

    The expected bytes are concave in T and at most T times what comes in, so Newton's steps from there climb to the root
    without ever passing it.
    """
    parts = [
        (count * kind.item_bytes, kind.rate * chance) for kind, groups in kinds for count, chance in groups if kind.rate
    ]
    if sum(size for size, _ in parts) <= capacity:
        return inf
    age = capacity / sum(size * rate for size, rate in parts)
    for _ in range(100):
        gone = [(size * exp(-rate * age), rate) for size, rate in parts]
        missing = capacity - sum(size for size, _ in parts) + sum(left for left, _ in gone)
        slope = sum(left * rate for left, rate in gone)
        if missing <= capacity * 1e-10 or slope <= 0.0:
            break
        age += missing / slope
    return age
