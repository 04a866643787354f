"""What a line of advice says of sizes, time, money, faults and of what is kept, on the way of its operation."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.figures import count, listed
from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op, run

SAFE: dict[str, Any] = {"replicas": 2, "zones": 2, "failover": True}


def test_nines_are_rounded_for_people() -> None:
    assert [count(value) for value in (1e11 + 1, 1.5e6, 52_345, 1e15)] == [
        "100 billion",
        "1.5 million",
        "52,300",
        "1 quadrillion",
    ]
    assert count(999_999_999) == "1 billion"


def test_storage_names_what_is_kept_where() -> None:
    design = draw({"c": "client", "n": ("nosql", {"units": 2})}, "c>n")
    line = advice(model_of(design, op(store=["nosql"]), items=10**9, item_bytes=1_200), "storage")
    assert line == (
        "`n` (nosql) keeps the 1.2 TB of `read`, with capacity for 200 GB. Give `n` 12 units instead of 2 or 6 shards instead of"
        " 1. Replicas hold the same data again."
    )


def test_a_way_to_another_region() -> None:
    design = draw({"c": "client", "a": ("app_server", {"units": 9}), "d": "database"}, "c>a>d")
    assert advice(model_of(design, op(cacheable=True), regions=3), "p50", op="read") == (
        "`read` passes `a` and `d`; `a` (app_server) is in 1 of the 3 regions of the users, and the others travel 150 ms. Run"
        " `a` in 3 regions, or answer `read` from a cdn, which is in all of them."
    )


def test_what_is_behind_a_queue() -> None:
    nodes = {"c": "client", "a": "app_server", "q": "queue", "w": "worker", "d": "database"}
    job = op("job", kind="write", rps=90.0, async_=True, payload_bytes=0)
    line = advice(model_of(draw(nodes, "c>a>q>w>d"), job), "drain", outage_seconds=3_600, target=7_200)
    assert line == (
        "`job` passes `a`, `q`, `w` and `d`; `w` (worker) is the tightest of it at 90 %. Give `w` 2 units instead of 1 or 2"
        " replicas instead of 1 to bring it to 67 % or less. At 67 % or less it catches up in time."
    )


def test_the_part_of_which_most_is_paid_for_nothing() -> None:
    design = draw({"c": "client", "a": ("app_server", {"units": 2}), "d": ("database", {"units": 20})}, "c>a>d")
    assert advice(model_of(design, op()), "utilization") == (
        "`d` (database) costs $5,400 a month and is at 0 %, which on the way of `read` is the most money without work. Try `d`"
        " with fewer units than 20, such as 2."
    )
    idle = draw({"c": "client", "a": "app_server", "d": "database", "x": ("database", {"units": 9})}, "c>a>d")
    assert advice(model_of(idle, op()), "cost").startswith(
        "`x` (database) costs $2,430 a month and nothing flows through it"
    )


def test_the_first_part_to_be_full_may_be_on_another_way() -> None:
    nodes = {"c": "client", "a": ("app_server", {"units": 9}), "b": "app_server", "d": ("database", {"units": 4})}
    other = op("other", rps=400.0, payload_bytes=0, store=["nosql"])
    model = model_of(draw({**nodes, "n": "nosql"}, "c>a>d c>b>n"), op(), other)
    assert advice(model, "growth", op="read", target=2).startswith(
        "`read` passes `a` and `d`; the first part of the design to be full is not among them. `b` (app_server) works on `other`"
    )


def test_what_is_left_must_carry_the_load() -> None:
    nodes = {"c": "client", "a": ("app_server", {"replicas": 2, "units": 2}), "d": ("database", SAFE)}
    model = model_of(draw(nodes, "c>a>d"), op(rps=1_500.0, payload_bytes=0))
    assert advice(model, "survives", fault={"lose": "instance", "type": "app_server"}) == (
        "If 1 of `a` is lost `a` (app_server) on the way of `read` is at 150 %: give `a` 3 units instead of 2, so that it carries"
        " all."
    )


def test_what_fails_before_anything_is_lost_is_said_first() -> None:
    nodes = {"c": "client", "a": "app_server", "d": "database"}
    line = advice(model_of(draw(nodes, "c>a>d"), op(rps=1_000.0, payload_bytes=0)), "survives", fault={"lose": "zone"})
    assert line.startswith("`read` passes `a` and `d`; `a` (app_server) is the tightest of it at 200 %.")


def test_voters_need_a_majority_of_what_is_left() -> None:
    model = model_of(draw({"c": "client", "v": ("coordination", {"replicas": 2})}, "c>v"), op(store=["coordination"]))
    assert advice(model, "survives", fault={"lose": "instance", "count": 2, "type": "coordination"}) == (
        "If 2 of `v` are lost nothing of `read` is done: `v` (coordination) has 2 copies. Give `v` 5 replicas."
    )


def test_the_part_that_is_down_most() -> None:
    nodes = {
        "c": "client",
        "g": "load_balancer",
        "a": ("app_server", SAFE | {"failover": False}),
        "d": ("database", SAFE),
    }
    line = advice(model_of(draw(nodes, "c>g>a>d"), op()), "availability", target=0.9999)
    assert line.startswith("`read` passes `g`, `a` and `d`; `g` (load_balancer) is down most: 99.8")
    assert line.endswith(" Give `g` 2 replicas in 2 zones.")


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({}, "which has one copy, in one zone. Give `d` 2 replicas in 2 zones, or more."),
        (
            {"replicas": 2},
            "Spread the replicas of `d` over 2 zones or more: a fire takes a zone with all that is in it.",
        ),
        ({"replicas": 3, "zones": 3}, "Give `d` another replica, in a zone or region of its own."),
    ],
)
def test_how_an_item_survives(sizes: dict[str, Any], expected: str) -> None:
    model = model_of(draw({"c": "client", "d": ("database", sizes)}, "c>d"), op(kind="write"))
    assert advice(model, "durability", target=12).endswith(expected)


def test_a_row_that_is_locked_is_helped_by_no_size() -> None:
    model = model_of(
        draw({"c": "client", "db": ("database", {"units": 8, "dedup": True})}, "c>db"),
        op("look", rps=500.0, payload_bytes=0, hot_share=0.9),
        op("buy", kind="write", rps=240.0, payload_bytes=0, hot_share=0.5),
    )
    assert run(model, "hot_key").message == "The row of db with the hottest item is locked 90 % of the time."
    assert advice(model, "hot_key") == (
        "Writes of the hottest item of `buy` lock its row in `db` (database) 90 % of the time, one after another on a machine of"
        " any size: no units or shards help. Let them come in batches from a queue, or set dedup only where it is needed."
    )


def test_no_more_than_five_names_are_listed() -> None:
    assert [listed(list("abcdefg"[:n])) for n in (1, 2, 3, 6)] == ["a", "a and b", "a, b and c", "a, b, c, d, e, ..."]
