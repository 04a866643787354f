"""What a line of advice says: the operation's own way, where it ends or is tightest, what is missing there, and what to do."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine import evaluate
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
    nodes = {"c": "client", "lb": "load_balancer", "app": "app_server", "w": "worker", "d": "database"}
    design, way = draw(nodes, "c>lb>app lb>w"), {"id": "way", "kind": "path", "op": "read", "via": [["app_server"]]}
    served = {"id": "served", "kind": "served", "op": "read"}
    expected = (
        "`read` comes from `c` as far as `app` (app_server); nothing leads from there to `d` (database), where it ends."
        " Connect `app` to `d`."
    )
    assert lines(design, asks(op()), way, served) == {"way": expected}
    hidden = {**way, "visibility": "hidden"}
    assert lines(design, asks(op()), hidden, served)["served"].endswith(" Connect `w` to `d`."), (
        "it would say what is hidden"
    )


def test_a_queue_is_no_way_for_who_waits() -> None:
    nodes = {"c": "client", "app": "app_server", "q": "queue", "w": "worker", "d": "database"}
    assert advice(model_of(draw(nodes, "c>app>q>w>d"), op()), "served").endswith(
        " Connect `app` to `d`. A queue such as `q` takes only what nobody waits for."
    )


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


RELAYED: dict[str, Any] = {
    "c": "client",
    "a": "app_server",
    "d": "database",
    "s": "scheduler",
    "audit": "worker",
    "q": "queue",
    "w": "worker",
    "bank": "external",
}


@pytest.mark.parametrize(
    ("edges", "more", "expected"),
    [
        ("", {}, "Put a worker behind it that leads to `q`."),
        ("", {"relay": "worker"}, "Connect `d` to `relay`."),
        ("relay>q", {"relay": "worker"}, "Connect `d` to `relay`."),
    ],
)
def test_what_leads_back_is_no_way_on(edges: str, more: dict[str, Any], expected: str) -> None:
    """The auditor reads the database: turned round, its edge would break what it is for."""
    design = draw(RELAYED | more, f"c>a>d a>bank a>q>w>bank s>audit>d {edges}")
    charge = op("charge", kind="write", async_=True, store=["external"])
    line = advice(
        model_of(design, charge), "path", via=[["app_server"], ["database"], ["worker"], ["queue"], ["worker"]]
    )
    assert line.endswith(f"`d` (database) leads to no store. {expected}")


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
