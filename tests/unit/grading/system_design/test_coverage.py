"""What caches answer when several operations, stored data, copies and lifetimes meet in them."""

import pytest

from progressive_flow.grading.system_design.engine.model import Model, at_load, hit_share
from tests.unit.grading.system_design.small_designs import draw, hit_ratio, model_of, op

NODES = {"c": "client", "a": ("app_server", {"units": 50}), "db": ("database", {"units": 50})}
EDGES = "c>a>m a>db"
# A tenth of one operation's items fit into 8 GB.
DATA = {"items": 300_000, "item_bytes": 8e9 / 30_000, "zipf": 0.8}


def asked(*rates: float, **cache: object) -> Model:
    operations = [op(f"o{at}", rps=rate, cacheable=True, payload_bytes=0) for at, rate in enumerate(rates)]
    return model_of(draw({**NODES, "m": ("cache", cache)}, EDGES), *operations, **DATA)


def test_two_operations_share_one_memory() -> None:
    assert hit_share(asked(500.0), "o0") == pytest.approx(0.99 * hit_ratio(30_000, 300_000, 0.8))
    assert hit_share(asked(500.0, 500.0), "o0") == pytest.approx(0.99 * hit_ratio(15_000, 300_000, 0.8))
    seldom, often = (hit_share(asked(100.0, 1_000.0), name) for name in ("o0", "o1"))
    assert seldom == pytest.approx(0.226, abs=0.01)  # as counted on a simulated list
    assert often > hit_share(asked(500.0, 500.0), "o1")


def test_copies_do_not_add_memory_and_each_is_filled_by_itself() -> None:
    assert hit_share(asked(500.0, replicas=3)) == pytest.approx(hit_share(asked(500.0)))
    alone, three = asked(900.0, ttl_seconds=60.0), asked(900.0, ttl_seconds=60.0, replicas=3)
    assert hit_share(three) == pytest.approx(hit_share(asked(300.0, ttl_seconds=60.0)))
    assert hit_share(three) < hit_share(alone)


def test_copies_that_expire_are_fresh_more_often_under_more_load() -> None:
    found = asked(100.0, ttl_seconds=60.0)
    assert hit_share(at_load(found, 3.0)) == pytest.approx(hit_share(asked(300.0, ttl_seconds=60.0)))
    assert hit_share(at_load(asked(100.0), 3.0)) == pytest.approx(hit_share(asked(100.0)))


def test_data_that_is_stored_in_a_cache_takes_its_memory() -> None:
    design = draw({**NODES, "m": "cache"}, EDGES)
    read = op("read", rps=500.0, cacheable=True, payload_bytes=0)
    keep = op("keep", kind="write", rps=1.0, store=["cache"], items=1_000, item_bytes=4e6, payload_bytes=0)
    assert hit_share(model_of(design, read, keep, **DATA), "read") == pytest.approx(
        0.99 * hit_ratio(15_000, 300_000, 0.8)
    )


def test_the_hottest_item_is_known_whatever_the_size() -> None:
    design = draw({**NODES, "m": "cache"}, EDGES)
    hot = model_of(design, op(cacheable=True, payload_bytes=0, hot_share=0.5), **DATA)
    assert hit_share(hot) == pytest.approx(0.99 * (0.5 + 0.5 * hit_ratio(30_000, 300_000, 0.8)))
