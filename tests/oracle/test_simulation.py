"""The simulation agrees with what textbooks and hand counts say of small designs."""

from collections.abc import Sequence
from math import log
from typing import Any

import pytest

from tests.oracle.simulation import Measured, Part, read_design, read_level, simulate

PARTS = {
    "client": Part(0, 0, 1, 1, 1e9, 0, 0, replicated=False),
    "app_server": Part(10, 10, 1, 1, 1e9, 0, 0, replicated=False),
    "load_balancer": Part(1, 1, 8, 0, 1e9, 0, 0, replicated=False),
    "cache": Part(0.2, 0.2, 10, 0, 1e9, 1, 1, replicated=False),
    "queue": Part(0.5, 0.5, 10, 0, 1e9, 0, 0, replicated=False),
    "database": Part(2, 5, 4, 1, 1e9, 0, 0, replicated=True),
    "coordination": Part(1, 3, 100, 1, 1e9, 0, 0, replicated=True),
    "external": Part(200, 200, 100, 0, 50, 0, 0, replicated=False),
}


def measure(nodes: Sequence[dict[str, Any]], op: dict[str, Any], **workload: Any) -> Measured:
    """Simulate one operation through a chain of nodes."""
    graph = {
        "nodes": [{"id": "users", "type": "client"}] + [{"id": f"n{at}", **node} for at, node in enumerate(nodes)],
        "edges": [{"from": f"n{at - 1}" if at else "users", "to": f"n{at}"} for at in range(len(nodes))],
    }
    data = {"items": 1000, "item_bytes": 100, "zipf": 0.8, **workload}
    requirements = {"workload": {**data, "operations": [{"id": "it", "kind": "read", **op}]}}
    return simulate(read_design(graph, PARTS), read_level(requirements), {"it"}, visits=400_000)["it"]


def test_one_server_is_a_textbook_queue() -> None:
    found = measure([{"type": "app_server"}], {"rps": 70, "store": ["app_server"]})
    assert found.mean.value == pytest.approx(10 / 0.3, rel=0.04)
    assert found.p99.value == pytest.approx(10 / 0.3 * log(100), rel=0.08)
    assert found.busiest == pytest.approx(0.7, rel=0.02)


def test_users_of_another_region_wait_for_the_ocean_once() -> None:
    chain: list[dict[str, Any]] = [{"type": "load_balancer"}, {"type": "external"}]
    found = measure(chain, {"rps": 100, "store": ["external"]}, regions=2, payload_bytes=5_000_000)
    assert found.mean.value == pytest.approx(1 + 200 + 100 + 75, abs=2)
    assert found.p99.value == pytest.approx(1 + 200 + 100 + 150)


def test_a_majority_of_three_is_the_second_of_three_exponential_times() -> None:
    found = measure([{"type": "coordination", "replicas": 3}], {"rps": 1, "kind": "write", "store": ["coordination"]})
    assert found.mean.value == pytest.approx(3 * (1 / 3 + 1 / 2), rel=0.03)


def test_a_confirmed_write_waits_for_the_first_follower() -> None:
    node: dict[str, Any] = {"type": "database", "replicas": 3, "consistency": "leader"}
    found = measure([node], {"rps": 1, "kind": "write", "store": ["database"]})
    assert found.mean.value == pytest.approx(5 + 5 / 2, rel=0.03)


def test_an_unconfirmed_write_does_not_wait_and_loads_every_copy() -> None:
    node: dict[str, Any] = {"type": "database", "replicas": 3}
    found = measure([node], {"rps": 400, "kind": "write", "store": ["database"]})
    assert found.busiest == pytest.approx(0.5, rel=0.02)
    assert found.mean.value < 6


def test_a_list_that_holds_a_tenth_hits_as_counted_elsewhere() -> None:
    chain: list[dict[str, Any]] = [{"type": "cache"}, {"type": "database", "units": 50}]
    sizes = {"items": 300_000, "item_bytes": 1e9 / 30_000}
    found = measure(chain, {"rps": 500, "cacheable": True, "store": ["database"]}, **sizes)
    assert found.hit == pytest.approx(0.474, abs=0.01)


def test_a_caller_waits_only_until_the_queue_has_the_work() -> None:
    chain: list[dict[str, Any]] = [{"type": "queue"}, {"type": "app_server", "units": 5}, {"type": "external"}]
    found = measure(chain, {"rps": 100, "kind": "write", "async": True, "store": ["external"]})
    assert found.p99.value == pytest.approx(0.5)


def test_a_request_that_becomes_several_waits_for_the_last() -> None:
    chain: list[dict[str, Any]] = [{"type": "load_balancer"}, {"type": "coordination", "shards": 4}]
    fanout = {"at": "load_balancer", "factor": 4}
    found = measure(chain, {"rps": 50, "fanout": fanout, "store": ["coordination"]})
    assert found.mean.value == pytest.approx(1 + (1 + 1 / 2 + 1 / 3 + 1 / 4), rel=0.03)
