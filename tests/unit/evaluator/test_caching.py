"""The hit ratio, against arithmetic and against a simulated cache."""

import random
from collections import OrderedDict
from itertools import accumulate, pairwise
from math import exp

import pytest

from progressive_flow.evaluator.caching import hit_ratio


def simulated_lru(held: int, items: int, zipf: float, seed: int) -> float:
    """Share of hits of an LRU cache under independent requests, after it has filled."""
    pick = random.Random(seed)  # noqa: S311
    edges = list(accumulate(rank**-zipf for rank in range(1, items + 1)))
    cache: OrderedDict[int, None] = OrderedDict()
    hits, counted = 0, 0
    for number, item in enumerate(pick.choices(range(items), cum_weights=edges, k=120_000)):
        known = item in cache
        if number >= 40_000:
            hits, counted = hits + known, counted + 1
        cache[item] = None
        cache.move_to_end(item)
        if len(cache) > held:
            cache.popitem(last=False)
    return hits / counted


@pytest.mark.parametrize("zipf", [0.0, 0.6, 0.9, 1.0, 1.3])
@pytest.mark.parametrize("held", [50, 500, 2_500])
def test_agrees_with_a_simulated_lru_cache_within_one_point(held: int, zipf: float) -> None:
    assert hit_ratio(float(held), 5_000, zipf) == pytest.approx(simulated_lru(held, 5_000, zipf, seed=held), abs=0.01)


def test_equal_popularity_hits_in_proportion_to_size() -> None:
    # Che's approximation is a little off the exact share, which is the size over the number of items.
    assert hit_ratio(2_500.0, 10_000, 0.0) == pytest.approx(0.25, abs=1e-6)


def test_extremes() -> None:
    assert hit_ratio(0.0, 100, 0.9) == 0.0
    assert hit_ratio(-1.0, 100, 0.9) == 0.0
    assert hit_ratio(100.0, 100, 0.9) == 1.0
    assert hit_ratio(5.0, 1, 0.9) == 1.0


@pytest.mark.parametrize("zipf", [0.0, 0.5, 0.95, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("items", [2, 31, 32, 33, 1_000, 10**9, 10**13])
def test_never_falls_when_memory_grows(items: int, zipf: float) -> None:
    ratios = [hit_ratio(items * share, items, zipf) for share in (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.99, 1.0)]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(ratios))
    assert all(0.0 <= ratio <= 1.0 for ratio in ratios)


def test_steeper_popularity_is_easier_to_cache() -> None:
    ratios = [hit_ratio(1_000.0, 1_000_000, zipf) for zipf in (0.2, 0.6, 0.9, 1.2)]
    assert ratios == sorted(ratios)


def test_grouping_ranks_hardly_matters() -> None:
    # Without groups: solve for the characteristic age over all 2,000 ranks.
    items, held, zipf = 2_000, 300.0, 0.8
    total = sum(rank**-zipf for rank in range(1, items + 1))
    chances = [rank**-zipf / total for rank in range(1, items + 1)]
    low, high = 0.0, 1e6
    for _ in range(80):
        middle = (low + high) / 2
        filled = sum(1 - exp(-chance * middle) for chance in chances)
        low, high = (middle, high) if filled < held else (low, middle)
    exact = sum(chance * (1 - exp(-chance * low)) for chance in chances)
    assert hit_ratio(held, items, zipf) == pytest.approx(exact, abs=2e-3)
