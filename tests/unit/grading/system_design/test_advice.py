"""What a line of advice says: the operation's own way, where it ends or is tightest, what is missing there, and what to do."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine import evaluate
from progressive_flow.grading.system_design.engine.wording import count, listed
from tests.unit.grading.system_design.small_designs import Design, advice, asks, draw, model_of, op

SAFE: dict[str, Any] = {"replicas": 2, "zones": 2, "failover": True}


def lines(design: Design, requirements: dict[str, Any], *tests: dict[str, Any]) -> dict[str, str]:
    """Return the advice by the first of its tests; all of the tests must pass."""
    criteria = {"min_score": 100.0, "must_pass": [test["id"] for test in tests]}
    feedback = evaluate(design, requirements, tests, criteria).feedback
    return {line["tests"][0]: line["text"] for line in feedback["advice"]}


# The five worst answers that were found, and what is said instead.


def test_a_zone_that_takes_what_stands_alone() -> None:
    nodes = {"u": "client", "a": ("app_server", SAFE), "d": ("database", SAFE), "k": "scheduler", "m": "worker"}
    clock = {"kind": "read", "rps": 1.0, "from": ["scheduler"]}
    model = model_of(draw(nodes, "u>a>d k>m>d"), op("ask"), op("fetch", **clock), op("compare", **clock))
    assert advice(model, "served", fault={"lose": "zone"}) == (
        "Without one zone nothing of `fetch` and `compare` is done: `k` (scheduler) and `m` (worker) have all their copies in"
        " too few zones. Give `k` and `m` 2 replicas in 2 zones."
    )


def test_the_tightest_part_on_the_way_and_not_the_fullest_of_all() -> None:
    nodes = {
        "u": "client",
        "g": "api_gateway",
        "s": ("app_server", {"units": 8}),
        "log": "stream",
        "q": "queue",
        "p": "worker",
        "bank": "external",
    }
    operations = [
        op("join", kind="write", rps=800.0, store=["stream"], payload_bytes=0),
        op("place", kind="write", rps=2_400.0, store=["stream"], payload_bytes=0),
        op("pay", kind="write", rps=300.0, async_=True, store=["external"], payload_bytes=0),
    ]
    line = advice(model_of(draw(nodes, "u>g>s>log s>q>p>bank"), *operations), "burst", op="join", load=4.0)
    assert line.startswith(
        "`join` passes `g`, `s` and `log`; `s` (app_server) is the tightest of it at 525 %, as it works on `place` too."
        " Give `s` 42 units instead of 8 or 6 replicas instead of 1 to bring it to 100 % or less. Or give `join` an app_server"
        " of its own."
    )
    assert "`p`" not in line, "the worker at 1,200 % is on another way"


def test_a_way_that_ends_before_a_part_that_leads_back_to_it() -> None:
    nodes = {"u": "client", "ws": "websocket_gateway", "a": "app_server", "q": "stream", "w": "worker"}
    send = op("send", kind="write", store=["stream"])
    deliver = op("deliver", kind="write", async_=True, store=["websocket_gateway"], **{"from": ["stream"]})
    model = model_of(draw(nodes, "u>ws>a>q>w"), send, deliver)
    assert advice(model, "path", op="deliver", via=[["worker"]]) == (
        "`deliver` comes from `q` as far as `w` (worker); nothing leads from there to `ws` (websocket_gateway), where it ends."
        " Connecting `w` to `ws` would close a cycle by way of `a` and `q`, which cannot be drawn: let `send` come to `a`"
        " past `ws`."
    )


def test_copies_that_nobody_brings_up_to_date() -> None:
    nodes = {"u": "client", "a": "app_server", "c": "cache", "d": "database", "s": "scheduler", "w": "worker"}
    writing = op("import", kind="write", rps=1.0, **{"from": ["scheduler"]})
    model = model_of(draw(nodes, "u>a>c a>d s>w>d"), op("recipe", cacheable=True), writing)
    test = {"id": "t", "kind": "staleness", "op": "recipe", "target": 300.0, "floor": 900.0}
    found = evaluate(
        draw(nodes, "u>a>c a>d s>w>d"), asks(op("recipe", cacheable=True), writing), [test], {"min_score": 100.0}
    )
    assert found.test_results[0]["message"] == (
        "More than 1 % of recipe requests may see data that is never brought up to date."
    )
    assert advice(model, "staleness", op="recipe", target=300.0) == (
        "`recipe` is answered by `c` (cache); `import` writes by way of `w`, which does not know it, and copies never expire."
        " Connect `w` to `c`, or give `c` a ttl_seconds."
    )


def test_an_arrow_that_points_at_the_client() -> None:
    tests = [{"id": kind, "kind": kind} for kind in ("path", "served", "p99", "no_orphans")]
    found = evaluate(
        draw({"u": "client", "lb": "load_balancer", "d": "database"}, "lb>u lb>d"),
        asks(op()),
        tests,
        {"min_score": 1.0},
    )
    assert found.feedback["advice"] == [
        {
            "tests": ["path", "served", "p99", "no_orphans"],
            "text": "Nothing leaves `u` (client): the edge `lb` to `u` points at a client, and answers are not drawn."
            " Turn it round.",
        }
    ]


def test_nines_are_rounded_for_people() -> None:
    assert [count(value) for value in (1e11 + 1, 1.5e6, 52_345, 1e15)] == [
        "100 billion",
        "1.5 million",
        "52,300",
        "1 quadrillion",
    ]
    assert count(999_999_999) == "1 billion"


# Ways.


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ("c>lb app>d", "nothing leads from there to `app` (app_server), which leads on. Connect `lb` to `app`."),
        ("c>lb app>lb app>d", "The edge from `app` to `lb` points the wrong way: turn it round."),
        ("c>lb>app d>app", "The edge from `d` to `app` points the wrong way: turn it round."),
        ("c>lb>app", "nothing leads from there to `d` (database), where it ends. Connect `app` to `d`."),
    ],
)  # fmt: skip
def test_the_edge_that_is_missing(edges: str, expected: str) -> None:
    design = draw({"c": "client", "lb": "load_balancer", "app": "app_server", "d": "database"}, edges)
    test = {"id": "t", "kind": "path", "op": "read", "via": [["load_balancer"], ["app_server"]]}
    assert lines(design, asks(op()), test)["t"].endswith(expected)


def test_other_tests_know_the_way_that_a_visible_one_asks_for() -> None:
    """Two parts could call the store: the way says which."""
    nodes = {"c": "client", "lb": "load_balancer", "app": "app_server", "w": "worker", "q": "queue", "d": "database"}
    design, way = draw(nodes, "c>lb>app>q>w"), {"id": "way", "kind": "path", "op": "read", "via": [["app_server"]]}
    served = {"id": "served", "kind": "served", "op": "read"}
    expected = (
        "`read` comes from `c` as far as `app` (app_server); nothing leads from there to `d` (database), where it ends."
        " Connect `app` to `d`. A queue such as `q` takes only what nobody waits for."
    )
    assert lines(design, asks(op()), way, served) == {"way": expected}


def test_a_part_that_comes_too_early_and_one_that_is_gone_past() -> None:
    behind = draw({"c": "client", "app": "app_server", "lb": "load_balancer", "d": "database"}, "c>app>lb>d")
    via = [["load_balancer"], ["app_server"]]
    assert advice(model_of(behind, op()), "path", via=via).endswith(
        "`app` (app_server) comes too early. Exchange it with `lb`."
    )
    past = draw({"c": "client", "app": "app_server", "w": "worker", "d": "database"}, "c>app>w>d app>d")
    assert advice(model_of(past, op()), "path", via=[["worker"]]) == (
        "Part of `read` goes from `app` (app_server) to `d` (database), past `w`. Remove that edge."
    )


def test_what_two_operations_share() -> None:
    nodes = {"c": "client", "g": "api_gateway", "a": "app_server", "m": "cache", "d": "database"}
    count_ = op("count", kind="write", store=["cache"])
    model = model_of(draw(nodes, "c>g>a>m a>d"), count_, op("forecast"))
    line = advice(model, "isolated", op="count", other="forecast", type="app_server")
    assert line == (
        "`count` passes `g`, `a` and `m`; it meets `forecast` at `a` (app_server). Give `count` an app_server of its own beside"
        " `a`, or connect `g` to `m` past it."
    )


def test_no_cache_on_the_way_and_one_that_is_drawn_where_nothing_asks_it() -> None:
    reading = op(cacheable=True)
    bare = draw({"c": "client", "a": "app_server", "d": "database"}, "c>a>d")
    assert advice(model_of(bare, reading), "hit") == (
        "`read` passes `a` and `d`, and no cache or cdn is on that way. Put one behind `a`."
    )
    wrong = draw({"c": "client", "a": "app_server", "d": "database", "m": "cache"}, "c>a>d d>m")
    assert advice(model_of(wrong, reading), "hit").endswith(" Connect `a` to `m`.")


def test_what_nothing_flows_through_and_why() -> None:
    nodes = {"c": "client", "a": "app_server", "d": "database", "k": "queue", "m": "cache"}
    assert advice(model_of(draw(nodes, "c>a>d a>m"), op()), "no_orphans") == (
        "`k` (queue) is called by nothing; `m` (cache) is called by `a`, and nothing that comes there can use it. Let what needs"
        " it call it, or remove it."
    )


# Sizes, time and money.


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


# Faults and what is kept.


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
    assert line.endswith(" Give `g` 2 replicas, in 2 zones.")


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


def test_no_more_than_five_names_are_listed() -> None:
    assert [listed(list("abcdefg"[:n])) for n in (1, 2, 3, 6)] == ["a", "a and b", "a, b and c", "a, b, c, d, e, ..."]
