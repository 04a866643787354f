"""Capacity, time and money: each kind by hand."""

import pytest

from progressive_flow.grading.system_design.engine.kinds import KINDS
from progressive_flow.grading.system_design.engine.model import Model
from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op, pipe, run


def test_every_kind_has_a_unit_and_honest_bounds() -> None:
    for name, kind in KINDS.items():
        assert kind.unit, name
        assert (kind.target > kind.floor) is kind.rises, name
        assert kind.needs <= kind.takes | {"op"}, name


def test_isolated_names_what_is_shared() -> None:
    design = draw(
        {"c": "client", "a": "app_server", "b": "app_server", "x": "database", "y": "warehouse"}, "c>a>x c>b>y b>x"
    )
    model = model_of(design, op("shop"), op("report", store=["warehouse"]))
    assert run(model, "isolated", op="report", other="shop", type="database").observed == 0.0
    found = run(model, "isolated", op="report", other="shop")
    assert found.observed == 1.0
    assert found.message == "report and shop share b."


def test_connections_count_on_the_way_only() -> None:
    nodes = {
        "c": "client",
        "g": ("websocket_gateway", {"units": 2, "replicas": 3}),
        "idle": "websocket_gateway",
        "db": "database",
    }
    model = model_of(draw(nodes, "c>g>db"), op(), connections=150_000)
    found = run(model, "connections")
    assert found.observed == pytest.approx(2.0)
    assert found.message == "There is capacity for 300,000 open connections; 150,000 are required."
    assert run(model, "connections", type="app_server").observed is None


def test_hot_key_is_one_shard_whatever_their_number() -> None:
    def hot(**sizes: int) -> float:
        model = model_of(
            draw({"c": "client", "db": ("database", sizes)}, "c>db"), op(rps=4_000.0, payload_bytes=0, hot_share=0.5)
        )
        return run(model, "hot_key").observed or 0.0

    # Half of 4,000/s at 2 ms on the 4 cores of one shard, and its part of the other half.
    assert hot(shards=4) == pytest.approx((2_000 + 2_000 / 4) * 0.002 / 4)
    assert hot(shards=256) == pytest.approx(1.0, abs=0.01)
    assert hot(shards=4, replicas=3) == pytest.approx(hot(shards=4) / 3)


def test_the_hottest_row_is_locked_by_one_write_after_another() -> None:
    def hot(kind: str, store: str, **sizes: int) -> float:
        design = draw({"c": "client", "db": (store, {"units": 8, **sizes})}, "c>db")
        operation = op(kind=kind, store=[store], rps=320.0, payload_bytes=0, hot_share=0.5)
        return run(model_of(design, operation), "hot_key").observed or 0.0

    assert hot("write", "database") == pytest.approx(160 * 0.005)
    assert hot("write", "database", units=16, shards=4) == pytest.approx(160 * 0.005)
    assert hot("read", "database") == pytest.approx(320 * 0.002 / 32)
    assert hot("write", "nosql") == pytest.approx(320 * 0.002 / 64)


def test_a_cache_takes_the_hottest_item_off_the_store() -> None:
    design = draw(
        {"c": "client", "a": ("app_server", {"units": 99}), "m": "cache", "db": ("database", {"shards": 4})},
        "c>a>db a>m",
    )
    found = run(
        model_of(design, op(rps=4_000.0, cacheable=True, payload_bytes=0, hot_share=0.5), items=10**9),
        "hot_key",
        type="database",
    )
    assert (found.observed or 9.0) < 0.5


def test_growth_is_what_runs_out_first() -> None:
    design = draw({"c": "client", "a": ("app_server", {"units": 4}), "db": ("database", {"units": 9})}, "c>a>db")
    by_load = run(model_of(design, op(rps=500.0, payload_bytes=0)), "growth")
    assert by_load.observed == pytest.approx(4.0)
    assert by_load.message == "a allows 4 times this load and data."
    by_data = run(model_of(design, op(rps=500.0, payload_bytes=0), items=10**9), "growth")
    assert by_data.observed == pytest.approx(1.8)
    assert by_data.message.startswith("the capacity of database allows 1.8")


def test_a_burst_fills_the_queue_and_not_the_worker() -> None:
    # The worker does 100 a second; the application takes 333.
    assert run(pipe(), "burst", load=6).observed == pytest.approx(1.0)
    assert run(pipe(), "served", load=6).observed == pytest.approx(100 / 300)
    assert run(pipe(), "burst", load=10).observed == pytest.approx(333.3 / 500, rel=1e-3)


def test_a_backlog_drains_with_what_the_load_leaves() -> None:
    found = run(pipe(80.0), "drain", outage_seconds=600)
    assert found.observed == pytest.approx(600 * 0.8 / 0.2)
    assert found.message == "40 min after an outage of 10 min the backlog is done."
    assert run(pipe(101.0), "drain").observed == 30 * 86_400


def test_delay_grows_without_end_behind_a_full_worker() -> None:
    assert (run(pipe(50.0), "delay").observed or 9.0) < 0.2
    assert run(pipe(101.0), "delay").observed == 30 * 86_400
    assert (run(pipe(101.0), "p99").observed or 9e9) < 50  # the caller only waits for the queue


def fan(factor: float, rps: float = 1.0) -> Model:
    nodes = {"c": "client", "a": "app_server", "q": "queue", "w": "worker", "n": ("nosql", {"units": 2})}
    post = op(
        "post",
        kind="write",
        rps=rps,
        async_=True,
        payload_bytes=0,
        store=["nosql"],
        fanout={"at": "worker", "factor": factor},
    )
    return model_of(draw(nodes, "c>a>q>w>n"), post)


def test_each_message_counts_as_many_behind_a_fan_out() -> None:
    model = fan(200.0, rps=10.0)
    assert [round(station.offered, 6) for station in model.stations] == [0.0, 10.0, 10.0, 10.0, 2_000.0]
    assert model.stations[4].rho == pytest.approx(2_000 * 0.002 / 16)


def test_one_message_for_very_many_waits_for_spare_capacity() -> None:
    # The store does 8,000 writes/s and has 6,000 to spare.
    found = run(fan(200.0, rps=10.0), "fanout", recipients=600_000)
    assert found.observed == pytest.approx(100.0, rel=0.01)
    assert run(pipe(), "fanout", recipients=5).observed is None


def test_a_batch_takes_what_the_load_leaves() -> None:
    design = draw(
        {"c": "client", "s": "scheduler", "w": ("worker", {"units": 4}), "db": ("database", {"units": 9})},
        "s>w>db c>db",
    )
    nightly = op("nightly", kind="write", rps=0.0, payload_bytes=0, **{"from": ["scheduler"]})
    daily = op("read", rps=10.0)
    found = run(model_of(design, nightly, daily), "batch", op="nightly", count=4_000_000)
    assert found.observed == pytest.approx(10_000, rel=0.01)
    assert found.message == "4,000,000 nightly requests take 2.78 h beside the regular load."


def test_costs_count_once_the_load_is_served() -> None:
    design = draw(
        {
            "c": "client",
            "a": ("app_server", {"units": 2, "replicas": 3}),
            "db": ("database", {"shards": 2, "regions": 2}),
        },
        "c>a>db",
    )
    assert run(model_of(design, op(payload_bytes=0)), "cost").observed == 2 * 3 * 25 + 4 * 270
    assert advice(model_of(design, op(payload_bytes=0)), "cost").startswith(
        "`db` (database) costs $1,080 a month and is at 1 %, which on the way of `read` is the most money without work."
    )
    assert run(model_of(design, op(rps=1e6)), "cost").observed is None
    assert run(model_of(design, op(rps=1e6)), "utilization").observed is None


def test_utilization_weighs_by_price() -> None:
    design = draw({"c": "client", "a": "app_server", "db": "database"}, "c>a>db")
    found = run(model_of(design, op(rps=250.0, payload_bytes=0)), "utilization")
    assert found.observed == pytest.approx((25 * 0.5 + 270 * 0.125) / 295)
    assert found.message == "16 % of what the parts cost pays for capacity in use."
