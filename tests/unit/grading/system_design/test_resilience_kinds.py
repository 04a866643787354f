"""What faults leave, computed by hand on small designs, and what the tests say about it."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine.model import Model
from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op, run


def lose(model: Model, what: str, **fault: object) -> float | None:
    return run(model, "survives", fault={"lose": what, **fault}).observed


def site(app: dict[str, Any], db: dict[str, Any], rps: float = 100.0, *, kind: str = "read") -> Model:
    design = draw({"c": "client", "app": ("app_server", app), "db": ("database", db)}, "c>app>db")
    return model_of(design, op(rps=rps, kind=kind, payload_bytes=0))


SAFE: dict[str, Any] = {"replicas": 2, "failover": True, "units": 9}


def test_what_stands_alone_takes_everything_down() -> None:
    assert lose(site({}, SAFE), "instance", type="app_server") == 0.0
    assert lose(site({"replicas": 2}, SAFE), "instance", type="app_server") == 1.0
    assert lose(site({"replicas": 2}, {}), "instance", type="database") == 0.0


def test_the_rest_must_carry_the_load() -> None:
    # 1,200 reads/s keep 2.4 of 3 cores busy; the two that are left serve 1,000.
    found = run(site({"replicas": 3}, SAFE, 1_200.0), "survives", fault={"lose": "instance", "type": "app_server"})
    assert found.observed == pytest.approx(1_000 / 1_200)
    assert found.message == "83 % of requests are accepted without 1 of app."
    lost = {"lose": "instance", "type": "app_server"}
    assert advice(site({"replicas": 3}, SAFE, 1_200.0), "survives", fault=lost) == (
        "If 1 of `app` is lost `app` (app_server) on the way of `read` is at 120 %: give `app` 2 units instead of 1, so that it"
        " carries all."
    )


@pytest.mark.parametrize("kind", ["p50", "p99", "slo", "capacity", "utilization"])
@pytest.mark.parametrize("what", ["instance", "zone", "region"])
def test_fewer_copies_than_must_answer_are_evaluated_like_any(kind: str, what: str) -> None:
    model = site({"replicas": 2}, {"replicas": 3, "consistency": "quorum", "write_quorum": 3}, kind="write")
    found = run(model, kind, fault={"lose": what}, at_most_ms=100.0, at_most=0.9, at_least=0.99)
    assert found.observed is None or found.observed >= 0.0
    assert lose(model, "instance", type="database") == 0.0, "nobody is answered"


def test_two_at_once() -> None:
    lost = {"lose": "instance", "count": 2, "type": "app_server"}
    assert run(site({"replicas": 3}, SAFE), "survives", fault=lost).observed == 1.0
    assert run(site({"replicas": 2}, SAFE), "survives", fault=lost).observed == 0.0


@pytest.mark.parametrize(
    ("db", "kind", "left"),
    [
        ({"replicas": 2}, "read", 1.0),  # the follower answers
        ({"replicas": 2}, "write", 0.0),  # nobody leads
        ({"replicas": 2, "failover": True}, "write", 1.0),
        ({"replicas": 2, "consistency": "leader"}, "read", 0.0),
        ({"replicas": 2, "consistency": "leader", "failover": True}, "read", 1.0),
        ({"replicas": 3, "consistency": "quorum"}, "write", 1.0),
        ({"replicas": 2, "consistency": "quorum"}, "write", 0.0),
        ({"replicas": 2, "consistency": "multi_leader"}, "write", 1.0),
        ({"shards": 4}, "read", 0.75),
        ({"shards": 4, "replicas": 2}, "write", 0.75),
    ],
)
def test_what_a_store_can_do_without_a_leader(db: dict[str, Any], kind: str, left: float) -> None:
    assert lose(site({"replicas": 2}, db, kind=kind), "instance", type="database") == pytest.approx(left)


def test_a_zone_takes_all_that_is_in_it() -> None:
    wide: dict[str, Any] = {"replicas": 3, "zones": 3}
    assert lose(site(wide, {**wide, "failover": True}), "zone") == 1.0
    assert lose(site({"replicas": 3}, {**wide, "failover": True}), "zone") == 0.0
    assert lose(site(wide, wide, kind="write"), "zone") == 0.0
    assert lose(site({"replicas": 3, "zones": 2}, {**wide, "failover": True}, 1_000.0), "zone") == pytest.approx(0.5)


def test_a_region_takes_all_but_what_is_everywhere() -> None:
    both: dict[str, Any] = {"replicas": 2, "regions": 2}
    assert lose(site(both, {**both, "failover": True}), "region") == 1.0
    assert lose(site(both, {"replicas": 9, "zones": 3, "failover": True}), "region") == 0.0
    edge = draw({"c": "client", "e": "cdn", "o": ("object_store", {"regions": 2})}, "c>e>o")
    assert lose(model_of(edge, op(store=["object_store"], cacheable=True)), "region") == 1.0


def test_servers_side_by_side_take_over() -> None:
    design = draw(
        {
            "c": "client",
            "lb": ("load_balancer", {"replicas": 2}),
            "a": "app_server",
            "b": "app_server",
            "db": ("database", SAFE),
        },
        "c>lb>a>db lb>b>db",
    )
    assert lose(model_of(design, op(rps=100.0)), "instance") == 1.0
    assert lose(model_of(design, op(rps=800.0, payload_bytes=0)), "instance") == pytest.approx(500 / 800)


def test_a_cold_cache_leaves_the_store_alone() -> None:
    design = draw(
        {"c": "client", "a": ("app_server", {"units": 50}), "m": ("cache", {"replicas": 2}), "db": "database"},
        "c>a>db a>m",
    )
    found = model_of(design, op(rps=10_000.0, cacheable=True, payload_bytes=0))
    assert run(found, "served").observed == 1.0
    assert lose(found, "flush") == pytest.approx(2_000 / 10_000)
    assert lose(found, "flush", type="cdn") == 1.0


PIPE = {
    "c": "client",
    "a": ("app_server", {"replicas": 2}),
    "q": ("queue", {"replicas": 2}),
    "w": "worker",
    "x": "external",
}


def test_a_queue_takes_work_while_what_does_it_is_away() -> None:
    piped = model_of(draw(PIPE, "c>a>q>w>x"), op(async_=True, store=["external"]))
    direct = model_of(draw(PIPE, "c>a>x q>w>x"), op(store=["external"]))
    assert lose(piped, "service", type="external") == 1.0
    assert lose(direct, "service", type="external") == 0.0
    assert lose(piped, "instance", type="worker") == 1.0
    assert run(piped, "served", fault={"lose": "instance", "type": "worker"}).observed == 0.0
    assert lose(piped, "service", type="queue") == 0.0


def test_any_kind_can_be_measured_during_a_fault() -> None:
    model = site({"replicas": 3, "zones": 3}, {"replicas": 3, "zones": 3, "failover": True}, 900.0)
    calm = run(model, "max_rho", type="app_server")
    shaken = run(model, "max_rho", type="app_server", fault={"lose": "zone"})
    assert calm.observed == pytest.approx(0.6)
    assert shaken.observed == pytest.approx(0.9)
    assert shaken.message.startswith("Without one zone: app is at 90 %")


def test_the_worst_case_of_a_fault_is_what_counts() -> None:
    design = draw(
        {
            "c": "client",
            "lb": "load_balancer",
            "a": ("app_server", {"replicas": 2}),
            "b": "app_server",
            "db": "database",
        },
        "c>lb>a>db lb>b>db",
    )
    found = run(
        model_of(design, op(rps=100.0)),
        "instances",
        type="app_server",
        fault={"lose": "instance", "type": "app_server"},
    )
    assert found.observed == 2.0


@pytest.mark.parametrize(
    "kind", ["survives", "availability", "slo", "burst", "drain", "fresh", "durability", "growth", "batch"]
)
def test_nothing_connected_is_worth_nothing(kind: str) -> None:
    nowhere = model_of(draw({"c": "client", "db": "database"}), op())
    found = run(nowhere, kind, fault=None, count=1, within_ms=1)
    assert not found.observed


def test_availability_states_the_minutes() -> None:
    found = run(site({"replicas": 3, "zones": 3}, {**SAFE, "zones": 2}), "availability")
    assert found.observed == pytest.approx(0.99995, abs=3e-5)
    assert found.message.startswith("Requests: 99.99")
    assert found.message.endswith(" min a month.")


def test_slo_is_timely_and_available() -> None:
    model = site({"replicas": 3, "zones": 3}, {**SAFE, "zones": 2})
    available = run(model, "availability").observed or 0.0
    assert run(model, "slo", within_ms=10_000).observed == pytest.approx(available)
    assert (run(model, "slo", within_ms=4).observed or 0.0) < 0.9


def test_a_cache_that_somebody_stores_in_is_still_lost_to_those_who_read_through_it() -> None:
    nodes = {"c": "client", "a": ("app_server", {"units": 9}), "m": "cache", "n": "cache", "db": "database"}
    model = model_of(draw(nodes, "c>a>db a>m a>n"), op(cacheable=True), op("count", kind="write", store=["cache"]))
    assert run(model, "hit", op="read").observed == pytest.approx(0.99)
    assert run(model, "hit", op="read", fault={"lose": "service", "type": "cache"}).observed == 0.0
    assert run(model, "instances", type="cache", fault={"lose": "instance", "type": "cache"}).observed == 1.0
    assert lose(model, "service", type="cache") == pytest.approx(0.5)


@pytest.mark.parametrize(("failover", "taken"), [(True, 1.0), (False, 0.0)])
def test_a_log_needs_a_leader_to_take_what_passes_it(failover: bool, taken: float) -> None:
    nodes = {"c": "client", "s": ("stream", {"replicas": 3, "failover": failover}), "w": "worker", "db": "database"}
    passing = model_of(draw(nodes, "c>s>w>db"), op(kind="write", rps=10.0, async_=True))
    ending = model_of(draw(nodes, "c>s>w>db"), op(kind="write", store=["stream"]))
    reading = model_of(draw(nodes, "c>s>w>db"), op("read", kind="write", rps=10.0, **{"from": ["stream"]}))
    assert lose(passing, "instance", type="stream") == taken
    assert run(passing, "served", fault={"lose": "instance", "type": "stream"}).observed == taken
    assert lose(ending, "instance", type="stream") == taken
    assert lose(reading, "instance", type="stream") == 1.0
