"""The suggested change: one, the cheapest found, and it does pass the test."""

from typing import Any

import pytest

from progressive_flow.grading.system_design import engine
from progressive_flow.grading.system_design.engine.candidate_changes import largest, sized, with_copies
from progressive_flow.grading.system_design.engine.graph import read_graph
from tests.unit.grading.system_design.small_designs import Design, asks, draw, op


def suggest(design: Design, test: dict[str, Any], *operations: dict[str, Any], **more: object) -> dict[str, Any] | None:
    return engine.suggest(design, asks(*operations, **more), [{"id": "t", "target": 1, **test}])


def site(**sizes: Any) -> Design:
    nodes = {"c": "client", "app": ("app_server", sizes.get("app", {})), "db": ("database", sizes.get("db", {}))}
    return draw(nodes, "c>app>db")


FAILOVER = {
    "change": "Give db failover.",
    "test": "t",
    "cost_per_month": 20.0,
    "visible_tests_left": 0,
    "design": site(app={"replicas": 2}, db={"replicas": 2, "failover": True}),
}


def test_the_smallest_size_that_passes() -> None:
    found = suggest(site(), {"kind": "served"}, op(rps=1_700.0, payload_bytes=0))
    assert found == {
        "change": "Give app 4 units instead of 1.",
        "test": "t",
        "cost_per_month": 75.0,
        "visible_tests_left": 0,
        "design": site(app={"units": 4}),
    }


def test_the_cheaper_of_two() -> None:
    # Three shards or three units of the database cost the same; a cheaper part would not help.
    found = suggest(site(app={"units": 40}), {"kind": "max_rho", "target": 0.8}, op(rps=4_000.0, payload_bytes=0))
    assert found is not None
    assert found["cost_per_month"] == 2 * 270.0


def test_failover_before_more_copies() -> None:
    found = suggest(
        site(app={"replicas": 2}, db={"replicas": 2}),
        {"kind": "survives", "fault": {"lose": "instance"}},
        op(kind="write"),
    )
    assert found == FAILOVER


def test_a_fault_is_played_through_at_the_tests_own_load() -> None:
    # At half the load one app server carries everything, and failover is all that is missed; at all of it both are.
    found = suggest(
        site(app={"replicas": 2}, db={"replicas": 2}),
        {"kind": "survives", "fault": {"lose": "instance"}, "load": 0.5},
        op(kind="write", rps=500.0, payload_bytes=0),
    )
    assert found == FAILOVER


def test_zones() -> None:
    found = suggest(
        site(app={"replicas": 2}, db={"replicas": 3, "zones": 3, "failover": True}),
        {"kind": "survives", "fault": {"lose": "zone"}},
        op(),
    )
    assert found is not None
    assert found["change"] == "Spread app over 2 zones with 2 replicas."


@pytest.mark.parametrize(
    ("kind", "more", "change"),
    [
        ("fresh", {}, "Let db read at the leader: consistency leader, 3 replicas."),
        ("loss_window", {"target": 0, "op": "w"}, "Let db read at the leader: consistency leader, 3 replicas."),
        ("exactly_once", {"op": "w"}, "Set dedup on db."),
    ],
)
def test_rules(kind: str, more: dict[str, Any], change: str) -> None:
    found = suggest(site(db={"replicas": 3}), {"kind": kind, "op": "read", **more}, op(), op("w", kind="write"))
    assert found is not None
    assert found["change"] == change


def test_copies_that_expire() -> None:
    design = draw({"c": "client", "e": "cdn", "app": ("app_server", {"units": 9}), "db": "database"}, "c>e>app>db")
    found = suggest(
        design,
        {"kind": "staleness", "op": "read", "target": 60, "floor": 900},
        op(cacheable=True),
        op("w", kind="write", rps=1.0),
    )
    assert found is not None
    assert found["change"] == "Give e a ttl_seconds of 60."


def test_a_missing_connection_that_breaks_nothing_else() -> None:
    design = draw({"c": "client", "lb": "load_balancer", "app": "app_server", "db": "database"}, "c>lb app>db")
    assert suggest(design, {"kind": "path", "via": [["load_balancer"], ["app_server"]]}, op()) == {
        "change": "Connect lb to app.",
        "test": "t",
        "cost_per_month": 0.0,
        "visible_tests_left": 0,
        "design": {**design, "edges": [*design["edges"], {"from": "lb", "to": "app"}]},
    }


def test_an_edge_too_many() -> None:
    design = draw({"c": "client", "app": "app_server", "db": "database"}, "c>app>db c>db")
    found = suggest(design, {"kind": "edge_forbidden", "from": "client", "to": "database", "target": 0}, op())
    assert found is not None
    assert found["change"] == "Remove the edge from c to db."


def test_no_change_that_breaks_what_passed() -> None:
    design = draw(
        {"c": "client", "app": "app_server", "q": "queue", "w": "worker", "db": "database"}, "c>app>db q>w>db"
    )
    tests = [
        {"id": "kept", "kind": "edge_forbidden", "from": "client", "to": "queue", "target": 0},
        {"id": "later", "kind": "path", "via": [["queue"], ["worker"]], "target": 1},
    ]
    found = engine.suggest(design, asks(op(kind="write", async_=True)), tests)
    assert found == {
        "change": "Connect app to q.",
        "test": "later",
        "cost_per_month": 0.0,
        "visible_tests_left": 0,
        "design": {**design, "edges": [*design["edges"], {"from": "app", "to": "q"}]},
    }


def test_nor_a_size_that_breaks_what_passed() -> None:
    tests = [
        {"id": "bill", "kind": "cost", "target": 300, "floor": 1_000},
        {"id": "reserve", "kind": "max_rho", "target": 0.3},
    ]
    carried = asks(op(rps=300.0, payload_bytes=0))
    results = engine.evaluate(site(), carried, tests, {}).test_results
    assert [result["passed"] for result in results] == [True, False]
    assert engine.suggest(site(), carried, tests[1:]) is not None
    assert engine.suggest(site(), carried, tests) is None


def test_nothing_is_suggested_where_nothing_fails_or_nothing_helps() -> None:
    assert suggest(site(), {"kind": "served"}, op()) is None
    assert suggest(site(), {"kind": "served"}, op(rps=1e12)) is None
    assert suggest(site(), {"kind": "cost"}, op()) is None
    assert suggest(draw({}, ""), {"kind": "served"}, op()) is None


def test_sizes_stay_within_the_design() -> None:
    node = read_graph(draw({"n": ("nosql", {"replicas": 3, "consistency": "quorum"})}), ()).nodes[0]
    assert (largest(node, "units"), largest(node, "replicas"), largest(node, "shards")) == (16, 20, 256)
    assert (sized(node, "shards", 7).shards, sized(node, "units", 7).units) == (7, 7)
    assert (with_copies(node, 5).read_quorum, with_copies(node, 5).write_quorum) == (3, 3)
    chosen = node._replace(read_quorum=1, write_quorum=3)
    assert (with_copies(chosen, 5).read_quorum, with_copies(chosen, 5).write_quorum) == (1, 3)


def test_no_change_gives_what_a_hint_sells() -> None:
    design, wanted = site(db={"replicas": 2}), {"id": "t", "kind": "exactly_once", "target": 1}
    requirements = asks(op(kind="write"))
    found = engine.suggest(design, requirements, [wanted], ["Who can know that it was asked before?"])
    assert found is not None
    assert found["change"] == "Set dedup on db."
    assert engine.suggest(design, requirements, [wanted], ["Set dedup on the database."]) is None


def test_a_few_parts_together_where_no_single_one_helps() -> None:
    lost = {"kind": "survives", "fault": {"lose": "instance"}}
    found = suggest(site(), lost, op())
    assert found is not None
    assert found["change"] == "Give app 2 replicas instead of 1. Give db 2 replicas and failover."
    nodes = {"c": "client", **{f"a{at}": "app_server" for at in range(4)}, "db": "database"}
    assert suggest(draw(nodes, "c>a0>a1>a2>a3>db"), lost, op()) is None, "five parts are a design, and no change"


def test_sizes_of_several_parts_for_one_load() -> None:
    design, wanted = site(), op(rps=4_000.0, payload_bytes=0)
    found = suggest(design, {"kind": "max_rho", "target": 0.8}, wanted)
    assert found is not None
    assert found["change"] == "Give app 10 units instead of 1. Give db 3 units instead of 1."


def test_an_edge_that_points_at_a_client_is_turned_round() -> None:
    design = draw({"c": "client", "app": "app_server", "db": "database"}, "app>c app>db")
    found = suggest(design, {"kind": "path", "via": [["app_server"]]}, op())
    assert found is not None
    assert found["change"] == "Turn the edge from app to c round."


def test_a_store_that_nothing_leads_to_and_a_cache_that_nothing_asks() -> None:
    bare = draw({"c": "client", "app": "app_server", "db": "database"}, "c>app")
    found = suggest(bare, {"kind": "served"}, op())
    assert found is not None
    assert found["change"] == "Connect app to db."
    nodes = {"c": "client", "lb": "load_balancer", "app": "app_server", "db": "database", "m": "cache"}
    found = suggest(draw(nodes, "c>lb>app>db"), {"kind": "hit", "target": 0.5}, op(cacheable=True))
    assert found is not None
    assert found["change"] == "Connect app to m.", "neither the store nor the balancer asks a cache"


def test_less_of_what_is_paid_for_and_nothing_that_is_not_needed() -> None:
    found = suggest(site(db={"units": 8}), {"kind": "cost", "target": 600}, op())
    assert found == {
        "change": "Give db 1 units instead of 8.",
        "test": "t",
        "cost_per_month": -1890.0,
        "visible_tests_left": 0,
        "design": site(db={"units": 1}),
    }
    idle = draw({"c": "client", "app": "app_server", "db": "database", "x": "cache"}, "c>app>db")
    found = suggest(idle, {"kind": "no_orphans", "target": 0}, op())
    assert found == {
        "change": "Remove x.",
        "test": "t",
        "cost_per_month": -110.0,
        "visible_tests_left": 0,
        "design": {**idle, "nodes": [node for node in idle["nodes"] if node["id"] != "x"]},
    }


def test_regions_near_the_users() -> None:
    design = draw({"c": "client", "files": ("object_store", {"units": 2})}, "c>files")
    found = suggest(design, {"kind": "p50", "target": 60}, op(store=["object_store"], payload_bytes=0), regions=3)
    assert found is not None
    assert found["change"] == "Run files in 3 regions."


def test_a_queue_that_keeps_what_it_accepted() -> None:
    nodes = {"c": "client", "a": "app_server", "q": "queue", "w": "worker", "db": ("database", {"dedup": True})}
    found = suggest(draw(nodes, "c>a>q>w>db"), {"kind": "exactly_once"}, op(kind="write", async_=True))
    assert found is not None
    assert found["change"] == "Give q 2 replicas instead of 1."


def test_majorities_grow_with_the_regions() -> None:
    node = read_graph(draw({"v": ("coordination", {"replicas": 3})}), ()).nodes[0]
    wide = with_copies(node, 3, 3)
    assert (wide.copies, wide.read_quorum, wide.write_quorum) == (9, 5, 5)
