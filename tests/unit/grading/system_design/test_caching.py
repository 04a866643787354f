"""The hit ratio, against arithmetic and against a simulated cache."""

import random
from collections import OrderedDict
from itertools import accumulate, pairwise
from math import exp

import pytest

from progressive_flow.grading.system_design.engine.caching import Wanted, hit_ratios
from tests.unit.grading.system_design.small_designs import hit_ratio


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


def simulated_lifetime_hits(size: int, items: int, zipf: float, lifetime: int, requests: int, seed: int) -> float:
    """LRU whose copies may be used for ``lifetime`` look-ups after they were fetched."""
    pick = random.Random(seed)  # noqa: S311
    weights = list(accumulate(rank**-zipf for rank in range(1, items + 1)))
    cache: OrderedDict[int, int] = OrderedDict()
    hits = 0
    for at, item in enumerate(pick.choices(range(items), cum_weights=weights, k=requests)):
        fresh = item in cache and at - cache[item] <= lifetime
        hits += fresh and at > requests // 5
        if fresh:
            cache.move_to_end(item)
            continue
        cache[item] = at
        cache.move_to_end(item)
        if len(cache) > size:
            cache.popitem(last=False)
    return hits / (requests - requests // 5)


@pytest.mark.parametrize(
    ("size", "lifetime", "tolerance"),
    [(2_000, 500, 0.01), (2_000, 20_000, 0.01), (200, 100_000, 0.02), (200, 500, 0.06)],
)
def test_copies_that_expire_agree_with_a_simulation(size: int, lifetime: int, tolerance: float) -> None:
    found = hit_ratio(size, 2_000, 0.9, lifetime)
    assert found == pytest.approx(simulated_lifetime_hits(size, 2_000, 0.9, lifetime, 120_000, 6), abs=tolerance)


def test_hits_grow_with_memory_and_with_lifetime() -> None:
    by_size = [hit_ratio(size, 10_000, 0.9, 2_000) for size in (10, 100, 1_000, 9_999, 10_000, 20_000)]
    by_age = [hit_ratio(1_000, 10_000, 0.9, age) for age in (1, 10, 1_000, 100_000, 10**9)]
    assert by_size == sorted(by_size)
    assert by_age == sorted(by_age)
    assert by_age[-1] == pytest.approx(hit_ratio(1_000, 10_000, 0.9), abs=1e-4)


def test_operations_that_share_a_list_know_less_than_each_alone() -> None:
    # The hit ratios were counted on simulated LRU lists: docs/explanation/simulation.md.
    kinds = [Wanted(rate, 300_000, 1.0, 0.8) for rate in (100.0, 1_000.0)]
    assert hit_ratio(30_000, 300_000, 0.8) == pytest.approx(0.474, abs=0.006)
    assert hit_ratios(tuple(kinds), 30_000.0)[0] == pytest.approx(0.228, abs=0.005)
    assert hit_ratios((kinds[0],) * 2, 30_000.0)[0] == pytest.approx(0.378, abs=0.005)
    assert hit_ratios((kinds[0],) * 6, 30_000.0)[0] == pytest.approx(0.261, abs=0.005)


def test_what_nobody_asks_for_is_not_remembered() -> None:
    assert hit_ratios((Wanted(0.0, 10, 1.0, 0.8), Wanted(1.0, 10, 1.0, 0.8)), 100.0) == (0.0, 1.0)
