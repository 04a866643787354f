"""Where requests go: each rule of routing on a design small enough to follow by hand."""

import pytest

from progressive_flow.grading.system_design.engine.catalogue import CATALOGUE
from progressive_flow.grading.system_design.engine.coverage import CACHE_GRID, coverage
from progressive_flow.grading.system_design.engine.graph import read_graph
from progressive_flow.grading.system_design.engine.outcomes import passing_share
from progressive_flow.grading.system_design.engine.workload import read_operations
from tests.unit.grading.system_design.small_designs import (
    asks,
    caches_everywhere,
    draw,
    hit_ratio,
    layered,
    op,
    route_of,
    visits_by_id,
)

TIERS = draw({"c": "client", "lb": "load_balancer", "app": "app_server", "db": "database"}, "c>lb>app>db")
# 1,000 bytes an item: 8 million items in the cache of 10 million.
MANY = {"items": 10_000_000, "item_bytes": 1_000}
KNOWN = 0.99 * hit_ratio(8_000_000.0, 10_000_000, 0.9)


def test_a_chain_is_walked_once() -> None:
    assert visits_by_id(TIERS, op()) == {"c": 1.0, "lb": 1.0, "app": 1.0, "db": 1.0}
    assert route_of(TIERS, op())[2].lost == 0.0


def test_successors_share_equally_whatever_their_size() -> None:
    nodes = {
        "c": "client",
        "lb": "load_balancer",
        "a": ("app_server", {"units": 9}),
        "b": "app_server",
        "db": "database",
    }
    found = visits_by_id(draw(nodes, "c>lb>a>db lb>b>db"), op())
    assert (found["a"], found["b"], found["db"]) == (0.5, 0.5, 1.0)


def test_clients_share_the_load() -> None:
    found = visits_by_id(draw({"c": "client", "d": "client", "x": "database", "y": "database"}, "c>x d>y"), op())
    assert found == {"c": 0.5, "d": 0.5, "x": 0.5, "y": 0.5}


def test_a_dead_end_is_not_taken() -> None:
    nodes = {"c": "client", "lb": "load_balancer", "a": "app_server", "b": "app_server", "db": "database"}
    found = visits_by_id(draw(nodes, "c>lb>a>db lb>b"), op())
    assert (found["a"], found["b"]) == (1.0, 0.0)


@pytest.mark.parametrize("edges", ["c>lb>app", "lb>app>db", ""])
def test_without_a_way_to_a_store_all_is_lost(edges: str) -> None:
    nodes = {"c": "client", "lb": "load_balancer", "app": "app_server", "db": "database"}
    assert route_of(draw(nodes, edges), op())[2].lost == 1.0


def test_without_a_client_all_is_lost() -> None:
    assert route_of(draw({"app": "app_server", "db": "database"}, "app>db"), op())[2].lost == 1.0


def test_an_operation_ends_only_at_its_own_stores() -> None:
    nodes = {"c": "client", "app": "app_server", "db": "database", "files": "object_store"}
    design = draw(nodes, "c>app>db app>files")
    assert visits_by_id(design, op(store=["object_store"]))["db"] == 0.0
    assert visits_by_id(design, op(store=["object_store", "database"]))["db"] == 0.5


def test_cache_aside_returns_to_the_server_on_a_miss() -> None:
    nodes = {"c": "client", "app": "app_server", "mem": "cache", "db": "database"}
    design = draw(nodes, "c>app>db app>mem")
    found = visits_by_id(design, op(cacheable=True), **MANY)
    assert found["app"] == 1.0  # coming back is not a second visit
    assert found["mem"] == 1.0
    assert found["db"] == pytest.approx(1.0 - KNOWN)


def test_read_through_goes_on_from_the_cache() -> None:
    design = draw({"c": "client", "app": "app_server", "mem": "cache", "db": "database"}, "c>app>mem>db")
    found = visits_by_id(design, op(cacheable=True), **MANY)
    assert found["mem"] == 1.0
    assert found["db"] == pytest.approx(1.0 - KNOWN)


def test_writes_and_uncacheable_reads_leave_a_cache_aside_alone() -> None:
    design = draw({"c": "client", "app": "app_server", "mem": "cache", "db": "database"}, "c>app>db app>mem")
    for operation in (op(), op(kind="write", cacheable=True)):
        found = visits_by_id(design, operation, **MANY)
        assert (found["mem"], found["db"]) == (0.0, 1.0)


def test_writes_pass_through_a_cache_in_the_way() -> None:
    design = draw({"c": "client", "app": "app_server", "mem": "cache", "db": "database"}, "c>app>mem>db")
    assert visits_by_id(design, op(kind="write"), **MANY) == {"c": 1.0, "app": 1.0, "mem": 1.0, "db": 1.0}


def test_a_cdn_without_an_origin_answers_nothing() -> None:
    design = draw({"c": "client", "edge": "cdn", "files": "object_store"}, "c>edge")
    assert route_of(design, op(cacheable=True, store=["object_store"]))[2].lost == 1.0


def test_cacheable_reads_prefer_the_cdn_and_others_do_not() -> None:
    nodes = {"c": "client", "edge": "cdn", "lb": "load_balancer", "app": "app_server", "db": "database"}
    design = draw(nodes, "c>edge>lb>app>db c>lb")
    assert visits_by_id(design, op(cacheable=True))["edge"] == 1.0
    assert visits_by_id(design, op(kind="write"))["edge"] == 0.0


def test_a_second_cache_adds_only_what_the_first_lacks() -> None:
    nodes = {"c": "client", "edge": "cdn", "app": "app_server", "mem": "cache", "db": "database"}
    found = visits_by_id(draw(nodes, "c>edge>app>db app>mem"), op(cacheable=True), items=20_000_000, item_bytes=10_000)
    edge = 0.99 * hit_ratio(6_400_000.0, 20_000_000, 0.9)
    assert found["app"] == pytest.approx(1.0 - edge)
    assert found["mem"] == pytest.approx(1.0 - edge)
    assert found["db"] == pytest.approx(1.0 - edge)  # the small cache knows nothing that the edge does not


def test_a_larger_second_cache_brings_the_total_to_its_own_ratio() -> None:
    nodes = {"c": "client", "edge": "cache", "app": "app_server", "mem": ("cache", {"units": 4}), "db": "database"}
    found = visits_by_id(draw(nodes, "c>edge>app>db app>mem"), op(cacheable=True), items=10**8, item_bytes=1_000)
    assert found["db"] == pytest.approx(1.0 - 0.99 * hit_ratio(32e6, 10**8, 0.9))


def test_caches_beside_each_other_are_asked_in_turns() -> None:
    nodes = {"c": "client", "app": "app_server", "m": "cache", "n": "cache", "db": "database"}
    found = visits_by_id(draw(nodes, "c>app>db app>m app>n"), op(cacheable=True), **MANY)
    assert (found["m"], found["n"]) == (0.5, 0.5)
    assert found["db"] == pytest.approx(1.0 - KNOWN)


def test_dns_beside_other_ways_is_a_look_up() -> None:
    design = draw({"c": "client", "names": "dns", "app": "app_server", "db": "database"}, "c>names c>app>db")
    assert visits_by_id(design, op()) == {"c": 1.0, "names": 1.0, "app": 1.0, "db": 1.0}


def test_dns_drawn_in_the_way_is_passed() -> None:
    design = draw({"c": "client", "names": "dns", "app": "app_server", "db": "database"}, "c>names>app>db c>app")
    assert visits_by_id(design, op())["app"] == 1.0
    design = draw({"c": "client", "names": "dns", "app": "app_server", "db": "database"}, "c>names>app>db")
    assert visits_by_id(design, op())["names"] == 1.0


QUEUED = draw(
    {"c": "client", "app": "app_server", "q": "queue", "w": "worker", "db": "database"}, "c>app>q>w>db app>db"
)


def test_asynchronous_work_prefers_the_queue() -> None:
    found = visits_by_id(QUEUED, op(kind="write", async_=True))
    assert (found["q"], found["w"], found["db"]) == (1.0, 1.0, 1.0)


def test_other_operations_never_pass_a_queue() -> None:
    found = visits_by_id(QUEUED, op(kind="write"))
    assert (found["q"], found["w"], found["db"]) == (0.0, 0.0, 1.0)
    only = draw({"c": "client", "q": "queue", "w": "worker", "db": "database"}, "c>q>w>db")
    assert route_of(only, op(kind="write"))[2].lost == 1.0


def test_asynchronous_work_without_a_queue_goes_directly() -> None:
    assert visits_by_id(TIERS, op(kind="write", async_=True))["db"] == 1.0


def test_shares_add_up() -> None:
    for seed in range(6):
        design = layered(3, ["app_server", "cache", "cdn", "load_balancer"], seed)
        graph, _, route = route_of(design, op(cacheable=True), items=10**9)
        for state in route.states:
            assert sum(step.share for step in state.steps) == pytest.approx(1.0)
        assert route.visits[[node.id for node in graph.nodes].index("c")] == 1.0
        assert 0.0 <= route.hits <= 1.0


def test_states_only_lead_forward() -> None:
    _, _, route = route_of(caches_everywhere(), op(cacheable=True), items=10**9)
    assert all(step.to > at or step.to < 0 for at, state in enumerate(route.states) for step in state.steps)


def test_coverage_is_rounded_down_when_caches_are_many() -> None:
    graph = read_graph(caches_everywhere(), ())
    operation = read_operations(asks(op(cacheable=True), items=10**9))[0]
    found = [share for share in coverage(graph, [operation])[0] if share]
    assert found
    assert all(share * CACHE_GRID == int(share * CACHE_GRID) for share in found)


def test_passing_share_counts_what_is_visited_on_the_way() -> None:
    graph, _, route = route_of(TIERS, op())
    assert passing_share(graph, route, [["load_balancer"], ["app_server"]]) == 1.0
    assert passing_share(graph, route, [["app_server"], ["load_balancer"]]) == 0.0
    assert passing_share(graph, route, [["api_gateway", "load_balancer"], ["app_server"]]) == 1.0
    assert passing_share(graph, route, [["cdn"]]) == 0.0
    assert passing_share(graph, route, []) == 1.0


def test_passing_share_of_a_detour() -> None:
    nodes = {"c": "client", "lb": "load_balancer", "app": "app_server", "db": "database"}
    graph, _, route = route_of(draw(nodes, "c>lb>app>db c>app"), op())
    assert passing_share(graph, route, [["load_balancer"]]) == 0.5


def test_passing_share_does_not_hold_hits_against_a_design() -> None:
    design = draw({"c": "client", "app": "app_server", "mem": "cache", "db": "database"}, "c>app>db app>mem")
    graph, _, route = route_of(design, op(cacheable=True))
    assert route.hits == pytest.approx(0.99)
    assert passing_share(graph, route, [["app_server"], ["cache"]]) == pytest.approx(1.0)


def test_a_server_that_asks_a_cache_is_not_behind_it() -> None:
    design = draw({"c": "client", "app": "app_server", "mem": "cache", "db": "database"}, "c>app>db app>mem")
    graph, _, route = route_of(design, op(cacheable=True))
    assert passing_share(graph, route, [["cache"], ["app_server"]]) == 0.0


def test_a_type_that_is_named_twice_is_passed_twice() -> None:
    nodes = {"c": "client", "one": "app_server", "two": "app_server", "db": "database"}
    graph, _, route = route_of(draw(nodes, "c>one>two>db"), op())
    assert passing_share(graph, route, [["app_server"], ["app_server"]]) == 1.0
    assert passing_share(graph, route, [["app_server"]] * 3) == 0.0


def test_every_type_of_the_catalogue_can_be_drawn() -> None:
    nodes = {kind: kind for kind in CATALOGUE} | {"end": "database"}
    for kind in CATALOGUE:
        if kind != "client":
            edges = f"client>{kind}>end"
            operation = op(cacheable=True, store=["database"], async_=True)
            assert route_of(draw(nodes, edges), operation)[2].lost == 0.0


def test_nodes_on_a_cycle_carry_nothing() -> None:
    nodes = {"c": "client", "a": "app_server", "b": "app_server", "db": "database"}
    design = draw(nodes, "c>a>b>a c>db")
    assert visits_by_id(design, op()) == {"c": 1.0, "a": 0.0, "b": 0.0, "db": 1.0}


def test_edges_back_to_a_client_carry_nothing() -> None:
    nodes = {"c": "client", "a": "app_server", "d": "client", "db": "database"}
    found = visits_by_id(draw(nodes, "c>a>db a>d d>db"), op())
    assert found == {"c": 0.5, "a": 0.5, "d": 0.5, "db": 1.0}


def test_types_that_a_level_does_not_offer_are_left_out() -> None:
    graph = read_graph(TIERS, ["client", "database", "teleporter"])
    assert [node.id for node in graph.nodes] == ["c", "db"]
    assert graph.ignored == ("lb", "app")
