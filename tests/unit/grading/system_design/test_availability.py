"""Availability against enumeration of every state of small designs, and against Monte Carlo of larger ones.

Tolerances: enumeration within 1e-12 where zones and regions cannot fail; Monte Carlo within 4 standard errors plus the
chance of two zones being down at once, which the formula neglects.
"""

import random
from collections.abc import Callable
from itertools import product
from math import sqrt
from typing import Any

import pytest

from progressive_flow.grading.system_design.engine import availability as module
from progressive_flow.grading.system_design.engine.availability import at_least
from progressive_flow.grading.system_design.engine.model import Model, available
from tests.unit.grading.system_design.small_designs import draw, model_of, op

Alive = Callable[[str, int], bool]


def expected(found: Model, operation: str = "read") -> float:
    flow = next(flow for flow in found.flows if flow[0].id == operation)
    return available(found, *flow)


@pytest.fixture
def no_disasters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ZONE_DOWN", 0.0)
    monkeypatch.setattr(module, "REGION_DOWN", 0.0)


def enumerate_states(found: Model, works: Callable[[dict[str, int]], float]) -> float:
    """Sum over every combination of instances that work: its chance times the share that is answered then."""
    nodes = [node for node in found.graph.nodes if node.type != "client"]
    total = 0.0
    for counts in product(*(range(node.copies + 1) for node in nodes)):
        chance = 1.0
        for node, up in zip(nodes, counts, strict=True):
            one = node.part.availability
            chance *= at_least(node.copies, up, one) - at_least(node.copies, up + 1, one)
        total += chance * works({node.id: up for node, up in zip(nodes, counts, strict=True)})
    return total


@pytest.mark.usefixtures("no_disasters")
def test_a_line_works_if_each_part_does() -> None:
    design = draw(
        {"c": "client", "lb": "load_balancer", "a": ("app_server", {"replicas": 3}), "db": "database"}, "c>lb>a>db"
    )
    found = model_of(design, op(rps=10.0))
    truth = enumerate_states(found, lambda up: float(up["lb"] >= 1 and up["a"] >= 1 and up["db"] >= 1))
    assert expected(found) == pytest.approx(truth, abs=1e-12)


@pytest.mark.usefixtures("no_disasters")
def test_copies_that_the_load_keeps_busy_are_needed() -> None:
    design = draw({"c": "client", "a": ("app_server", {"replicas": 4}), "db": "database"}, "c>a>db")
    found = model_of(design, op(rps=1_200.0))  # 2.4 cores of 4: three must work
    truth = enumerate_states(found, lambda up: float(up["a"] >= 3 and up["db"] >= 1))
    assert expected(found) == pytest.approx(truth, abs=1e-12)


@pytest.mark.usefixtures("no_disasters")
def test_servers_side_by_side_stand_in_for_each_other_and_stores_do_not() -> None:
    design = draw(
        {"c": "client", "lb": "load_balancer", "a": "app_server", "b": "app_server", "x": "database", "y": "database"},
        "c>lb>a>x a>y lb>b>x b>y",
    )
    found = model_of(design, op(rps=10.0))

    def works(up: dict[str, int]) -> float:
        stores = ((up["x"] >= 1) + (up["y"] >= 1)) / 2
        return stores * float(up["lb"] >= 1 and (up["a"] >= 1 or up["b"] >= 1))

    assert expected(found) == pytest.approx(enumerate_states(found, works), abs=1e-12)


@pytest.mark.usefixtures("no_disasters")
def test_a_cache_beside_the_way_cannot_take_it_down() -> None:
    design = draw({"c": "client", "a": "app_server", "m": ("cache", {"units": 50}), "db": "database"}, "c>a>db a>m")
    found = model_of(design, op(rps=10.0, cacheable=True))

    def works(up: dict[str, int]) -> float:
        hit = 0.99 if up["m"] else 0.0
        return float(up["a"] >= 1) * (hit + (1 - hit) * float(up["db"] >= 1))

    assert expected(found) == pytest.approx(enumerate_states(found, works), abs=1e-12)


@pytest.mark.usefixtures("no_disasters")
@pytest.mark.parametrize(
    ("more", "writes", "needed"),
    [
        ({"consistency": "quorum"}, False, 2),
        ({"consistency": "quorum"}, True, 2),
        ({"consistency": "quorum", "read_quorum": 1, "write_quorum": 3}, False, 1),
        ({"consistency": "quorum", "read_quorum": 1, "write_quorum": 3}, True, 3),
        ({"failover": True}, True, 1),
        ({}, False, 1),
    ],
)
def test_stores_need_as_many_copies_as_must_answer(more: dict[str, Any], writes: bool, needed: int) -> None:
    design = draw({"c": "client", "db": ("nosql", {"replicas": 3, **more})}, "c>db")
    found = model_of(design, op(rps=10.0, kind="write" if writes else "read", store=["nosql"]))
    truth = enumerate_states(found, lambda up: float(up["db"] >= needed))
    assert expected(found) == pytest.approx(truth, abs=1e-12)


@pytest.mark.usefixtures("no_disasters")
def test_without_failover_writes_need_the_leader() -> None:
    design = draw({"c": "client", "db": ("database", {"replicas": 3})}, "c>db")
    assert expected(model_of(design, op(rps=10.0, kind="write"))) == pytest.approx(0.995)


@pytest.mark.usefixtures("no_disasters")
def test_who_hands_work_to_a_queue_does_not_need_the_worker() -> None:
    design = draw({"c": "client", "a": "app_server", "q": "queue", "w": "worker", "db": "database"}, "c>a>q>w>db")
    assert expected(model_of(design, op(rps=10.0, async_=True))) == pytest.approx(0.995 * 0.999)


def zoned(**more: int) -> Model:
    sizes = {"replicas": 3, "zones": 3, **more}
    design = draw(
        {
            "c": "client",
            "lb": ("load_balancer", {"replicas": 2, "zones": 2}),
            "a": ("app_server", {**sizes, "units": 2}),
            "b": ("app_server", sizes),
            "db": ("database", {**sizes, "failover": True}),
        },
        "c>lb>a>db lb>b>db",
    )
    return model_of(design, op(rps=400.0))


def simulate(found: Model, trials: int, zone_down: float, seed: int) -> tuple[float, float]:
    """(mean, standard error) of the share answered, instances and zones failing at random, zones shared by all nodes."""
    pick = random.Random(seed)  # noqa: S311
    nodes = found.graph.nodes
    good = 0
    for _ in range(trials):
        down = [pick.random() < zone_down for _ in range(3)]
        up = {
            node.id: sum(
                not down[copy % min(node.zones, node.replicas)] and pick.random() < node.part.availability
                for copy in range(node.copies)
            )
            for node in nodes
        }
        good += up["lb"] >= 1 and (up["a"] >= 1 or up["b"] >= 1) and up["db"] >= 1
    share = good / trials
    return share, sqrt(max(share * (1 - share), 1 / trials) / trials)


@pytest.mark.parametrize("sizes", [{}, {"zones": 1}, {"replicas": 2, "zones": 2}, {"replicas": 1, "zones": 1}])
def test_zones_that_fail_with_all_that_is_in_them(monkeypatch: pytest.MonkeyPatch, sizes: dict[str, int]) -> None:
    zone_down = 0.01  # fifty times as often as they do, so that a short run sees it
    monkeypatch.setattr(module, "ZONE_DOWN", zone_down)
    monkeypatch.setattr(module, "REGION_DOWN", 0.0)
    found = zoned(**sizes)
    share, error = simulate(found, 60_000, zone_down, seed=4)
    assert expected(found) == pytest.approx(share, abs=4 * error + 3 * zone_down**2)


def test_a_second_region_outlasts_the_first() -> None:
    def nodes(regions: int) -> Model:
        sizes = {"replicas": 3, "zones": 3, "regions": regions}
        design = draw(
            {"c": "client", "n": "dns", "a": ("app_server", sizes), "db": ("database", {**sizes, "failover": True})},
            "c>a>db c>n",
        )
        return model_of(design, op(rps=10.0))

    assert 1 - expected(nodes(1)) == pytest.approx(2e-5 + 1e-4, rel=0.05)  # the region, and the name service
    assert 1 - expected(nodes(2)) == pytest.approx(1e-4, rel=0.05)
