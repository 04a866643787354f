"""A cycle is found exactly when there is one, and is one."""

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from progressive_flow.kernel.cycles import find_cycle


@settings(deadline=None, max_examples=200)
@given(st.integers(2, 20), st.integers(0, 10**9), st.integers(1, 60))
def test_a_cycle_is_found_exactly_when_there_is_one(count: int, seed: int, max_edges: int) -> None:
    pick = random.Random(seed)  # noqa: S311
    names = [f"n{at}" for at in range(count)]
    edges = {tuple(pick.sample(names, 2)) for _ in range(max_edges)}
    cycle = find_cycle({name: [a for a, b in sorted(edges) if b == name] for name in names})
    reach = {name: {b for a, b in edges if a == name} for name in names}
    for middle in names:  # Warshall's closure as the slow definition
        for name in names:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    assert bool(cycle) is any(name in reach[name] for name in names)
    assert all(edge in edges for edge in pairwise(cycle))
    assert not cycle or cycle[0] == cycle[-1]


def test_a_name_without_an_entry_has_no_predecessors() -> None:
    assert find_cycle({"a": ["b"]}) == []
    assert find_cycle({"a": ["a"]}) == ["a", "a"]
