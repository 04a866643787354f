"""How often a cache of a given size answers, when some items are wanted much more than others.

Che's approximation of LRU: an item is in the cache if it was asked for within a characteristic time T, the same for all
items, which is where the expected number of items held equals the cache's size. H. Che, Y. Tung, Z. Wang, "Hierarchical
web caching systems: modeling, design and experimental results", IEEE JSAC 20(7), 2002.
"""

from functools import lru_cache
from math import exp, expm1, inf, log

EXACT_RANKS = 32  # the head of a Zipf distribution is steep: its first ranks each count by themselves
NEAR = 1e-9  # to an exponent of 1, whose integral is a logarithm
GROWTH = 1.25  # after them, ranks are grouped in ranges that grow by a quarter: about 80 ranges for 10^9 items


@lru_cache(maxsize=512)
def hit_ratio(held: float, items: int, zipf: float, lifetime: float = inf) -> float:
    """Share of look-ups answered by an LRU cache that holds ``held`` of ``items`` items, wanted as rank^-zipf.

    ``lifetime`` is how long a copy may be used, counted in look-ups (of any item): of an item wanted n times within it,
    n of n + 1 look-ups find a copy, whatever the size. Between 0 and 1, never falling when either grows.
    """
    if held <= 0.0:
        return 0.0
    if lifetime == inf:
        return 1.0 if held >= items else _remembered(held, items, zipf)
    groups = _groups(items, zipf)
    age = inf if held >= items else _characteristic_age(groups, held)
    return min(1.0, sum(count * chance * _known(chance, age, lifetime) for count, chance in groups))


def _remembered(held: float, items: int, zipf: float) -> float:
    groups = _groups(items, zipf)
    age = _characteristic_age(groups, held)
    return min(1.0, sum(count * chance * -expm1(-chance * age) for count, chance in groups))


def _known(wanted: float, age: float, lifetime: float) -> float:
    """Chance that a copy is there: neither pushed out by other items nor too old, whichever is less likely."""
    young = wanted * lifetime / (1.0 + wanted * lifetime)
    return min(-expm1(-wanted * age), young)


@lru_cache(maxsize=64)
def _groups(items: int, zipf: float) -> tuple[tuple[float, float], ...]:
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


def _characteristic_age(groups: tuple[tuple[float, float], ...], held: float) -> float:
    """The T (in requests) at which ``held`` items are expected to be present.

    The expected number is concave in T and at most T, so Newton's steps from T = held climb to the root without ever
    passing it.
    """
    age = held
    for _ in range(100):
        gone = [(count * exp(-chance * age), chance) for count, chance in groups]
        missing = held - sum(count for count, _ in groups) + sum(left for left, _ in gone)
        slope = sum(left * chance for left, chance in gone)
        if missing <= held * 1e-10 or slope <= 0.0:
            break
        age += missing / slope
    return age
