"""A store from whose change log later work is read: what it costs, who waits, what survives."""

from collections.abc import Mapping
from typing import Any

import pytest

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.model import Model
from tests.unit.grading.system_design.small_designs import draw, model_of, op, run

RELAYED = "c>a>db>r>q>w>x"
INTENTS, CHARGES = 200.0, 200.0


def shop(edges: str = RELAYED, charge: Mapping[str, Any] | None = None, **db: Any) -> Model:
    """Intents are committed to a database; charges are read from its log and made by a worker."""
    nodes = {
        "c": "client",
        "a": ("app_server", {"units": 9}),
        "db": ("database", {"replicas": 2, **db}),
        "r": ("worker", {"units": 4}),
        "q": ("queue", {"replicas": 2}),
        "w": ("worker", {"units": 4}),
        "x": ("external", {"dedup": True}),
    }
    intend = op("intend", kind="write", rps=INTENTS, payload_bytes=0)
    kept = {"kind": "write", "rps": CHARGES, "payload_bytes": 0, "store": ["external"], "async_": True}
    return model_of(draw(nodes, edges), intend, op("charge", **{**kept, **(charge or {})}))


def test_reading_the_log_costs_an_entry_and_no_second_commit() -> None:
    commits, entries = INTENTS * 0.005, CHARGES * constant("log_read") / 1e3
    assert shop().stations[2].rho == pytest.approx((commits + entries) / 4)
    assert shop(dedup=True).stations[2].rho == pytest.approx((1.5 * commits + entries) / 4)


def test_an_operation_that_waits_is_committed_where_it_passes() -> None:
    waits = shop("c>a>db>w>x", {"async_": False})
    assert waits.stations[2].rho == pytest.approx((INTENTS + CHARGES) * 0.005 / 4)


def test_who_hands_work_to_a_store_waits_for_nobody_behind_it() -> None:
    directly = shop("c>a>db a>q>w>x")
    assert (run(shop(), "p99", op="charge").observed or 9e9) < 50
    assert (run(shop(), "delay", op="charge").observed or 0.0) > (run(directly, "delay", op="charge").observed or 9e9)


@pytest.mark.parametrize("lost", ["worker", "queue", "external"])
def test_a_store_keeps_the_work_while_those_behind_it_are_away(lost: str) -> None:
    fault = {"lose": "service", "type": lost}
    assert run(shop(), "survives", op="charge", fault=fault).observed == 1.0
    assert run(shop(), "served", op="charge", fault=fault).observed == 0.0


def test_a_burst_is_accepted_by_the_store() -> None:
    assert run(shop(), "burst", op="charge", load=3).observed == 1.0
    assert run(shop(), "burst", op="charge", load=5).observed == pytest.approx(4 / (5 * (INTENTS * 0.0052)))


def test_the_store_is_where_work_can_be_lost() -> None:
    assert run(shop(), "exactly_once", op="charge").observed == 1.0
    assert run(shop(replicas=1), "exactly_once", op="charge").observed == 0.0
    assert run(shop(), "loss_window", op="charge").observed == pytest.approx(0.1 / (1 - INTENTS * 0.0052 / 4))
    assert run(shop(consistency="leader"), "loss_window", op="charge").observed == 0.0


def test_later_work_goes_by_either_way_that_keeps_it() -> None:
    # who draws both halves the work: neither is preferred
    model = shop("c>a>db>r>q a>q>w>x")
    assert [route.visits[3] for operation, route in model.flows if operation.id == "charge"] == [0.5]
