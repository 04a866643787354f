"""Loss of data against a simulation of failing and repaired copies, and by hand.

Tolerance: the simulated share of losses within 4 standard errors of the formula's.
"""

import random
from itertools import pairwise
from math import sqrt

import pytest

from progressive_flow.grading.system_design.engine.durability import (
    DAY,
    copies_lost,
    item_loss,
    loss_window,
    nines,
    replication_lag,
)
from progressive_flow.grading.system_design.engine.graph import Node, read_graph
from tests.unit.grading.system_design.small_designs import draw


def node(kind: str, **more: object) -> Node:
    return read_graph(draw({"n": (kind, more)}), ()).nodes[0]


def simulated_losses(copies: int, rate: float, repair_hours: float, years: int, seed: int) -> int:
    """Years out of ``years`` in which every copy was lost at the same moment."""
    pick = random.Random(seed)  # noqa: S311
    lost_in = 0
    for _ in range(years):
        now, lost = 0.0, 0
        while True:
            fails = (copies - lost) * rate / 8766.0
            repairs = lost / repair_hours
            now += pick.expovariate(fails + repairs)
            if now > 8766.0:
                break
            lost += 1 if pick.random() * (fails + repairs) < fails else -1
            if lost == copies:
                lost_in += 1
                break
    return lost_in


@pytest.mark.parametrize(
    ("copies", "rate", "repair_hours"), [(1, 0.1, 24.0), (2, 2.0, 100.0), (3, 6.0, 400.0), (3, 12.0, 100.0)]
)
def test_losses_agree_with_simulated_years(copies: int, rate: float, repair_hours: float) -> None:
    years = 20_000
    share = simulated_losses(copies, rate, repair_hours, years, seed=9) / years
    formula = copies_lost(copies, rate, repair_hours)
    assert formula == pytest.approx(share, abs=4 * sqrt(max(share, 1e-3) / years) + 0.02 * share)


def test_two_copies_by_hand() -> None:
    # One of two is lost 0.04 times a year; the other dies within the 4 hours of repair with chance 0.02 * 4 / 8766.
    assert copies_lost(2, 0.02, 4.0) == pytest.approx(0.04 * 0.02 * 4.0 / 8766.0, rel=1e-4)


def test_each_copy_makes_loss_rarer() -> None:
    losses = [copies_lost(copies, 0.02, 4.0) for copies in range(1, 7)]
    assert all(after < before / 1_000 for before, after in pairwise(losses))


def test_places_end_together() -> None:
    assert nines(item_loss(node("nosql", replicas=3))) == pytest.approx(5.0, abs=0.01)
    assert nines(item_loss(node("nosql", replicas=3, zones=3))) == pytest.approx(7.0, abs=0.01)
    assert nines(item_loss(node("nosql", replicas=3, zones=3, regions=2))) == 15.0
    assert nines(item_loss(node("object_store"))) == pytest.approx(11.0)
    assert nines(item_loss(node("cache", replicas=9))) == 0.0


def test_nines_are_bounded() -> None:
    assert (nines(0.0), nines(1.0), nines(1e-30)) == (15.0, 0.0, 15.0)


@pytest.mark.parametrize(
    ("kind", "more", "region", "expected"),
    [
        ("database", {}, False, DAY),
        ("database", {"replicas": 2}, False, 0.1 / 0.5),
        ("database", {"replicas": 2, "consistency": "leader"}, False, 0.0),
        ("nosql", {"replicas": 3, "consistency": "quorum"}, False, 0.0),
        ("nosql", {"replicas": 3, "consistency": "quorum", "write_quorum": 1}, False, 0.2),
        ("queue", {}, False, DAY),
        ("queue", {"replicas": 2}, False, 0.0),
        ("object_store", {}, False, 0.0),
        ("object_store", {}, True, DAY),
        ("database", {"replicas": 2}, True, DAY),
        ("database", {"regions": 2}, True, 0.2 + 1.0),
        ("database", {"regions": 2}, False, 0.2 + 1.0),
        ("database", {"regions": 2, "replicas": 2}, False, 0.2),
        ("database", {"regions": 2, "consistency": "leader"}, True, 1.2),
        ("nosql", {"replicas": 2, "regions": 3, "consistency": "quorum"}, True, 0.0),
    ],
)
def test_what_an_outage_may_lose(kind: str, more: dict[str, object], region: bool, expected: float) -> None:
    assert loss_window(node(kind, **more), 0.5, region) == pytest.approx(expected)


def test_busy_followers_fall_behind() -> None:
    calm, busy = (replication_lag(node("database", replicas=2), rho) for rho in (0.1, 0.9))
    assert calm == pytest.approx(0.1 / 0.9)
    assert busy == pytest.approx(1.0)
    assert replication_lag(node("database", replicas=2), 5.0) < 1_000
