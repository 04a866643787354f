"""Each kind of test case: what it measures, what it says, what it advises."""

import re

import pytest

from progressive_flow.grading.system_design.engine.kinds import KINDS
from progressive_flow.grading.system_design.engine.model import Model, build
from tests.unit.grading.system_design.small_designs import advice, asks, draw, model_of, op, run

SHOP = draw(
    {"c": "client", "lb": "load_balancer", "app": ("app_server", {"units": 2}), "db": "database"}, "c>lb>app>db"
)


def shop(rps: float = 800.0) -> Model:
    return model_of(SHOP, op(rps=rps, payload_bytes=0))


def test_path_names_what_is_missing() -> None:
    found = run(shop(), "path", op="read", via=[["cdn"]])
    assert found.observed == 0.0
    assert found.message == "0 % of read requests reach database by way of cdn."
    assert advice(shop(), "path", op="read", via=[["cdn"]]) == (
        "`read` passes `lb`, `app` and `db`, and no cdn behind `c` (client): there is none. Put one behind `c`."
    )


def test_path_without_operation_is_the_worst_of_all() -> None:
    model = model_of(SHOP, op("a"), op("b", store=["nosql"]))
    assert run(model, "path", op="a").observed == 1.0
    assert run(model, "path").observed == 0.0
    assert run(model, "path", op="unknown").observed == 0.0


def test_no_orphans_counts_and_names_them() -> None:
    design = draw({"c": "client", "app": "app_server", "db": "database", "z": "cache", "k": "queue"}, "c>app>db")
    found = run(model_of(design, op()), "no_orphans")
    assert found.observed == 2.0
    assert found.message == "Nothing flows through k and z."
    assert run(shop(), "no_orphans").observed == 0.0


def test_no_orphans_counts_types_that_are_not_offered_and_shortens_the_list() -> None:

    spare = {f"x{at}": "worker" for at in range(7)}
    design = draw({"c": "client", "db": "database", **spare}, "c>db")
    found = run(build(design, {**asks(op()), "allowed_types": ["client", "database"]}), "no_orphans")
    assert found.observed == 7.0
    assert found.message.endswith("x4, ....")


def test_forbidden_edges_are_named() -> None:
    design = draw({"c": "client", "app": "app_server", "db": "database"}, "c>app>db c>db")
    found = run(model_of(design, op()), "edge_forbidden", **{"from": "client", "to": ["database", "cache"]})
    assert found.observed == 1.0
    rule = {"from": "client", "to": ["database", "cache"]}
    assert advice(model_of(design, op()), "edge_forbidden", **rule) == (
        "Remove the edge from `c` (client) to `db` (database), by which `read` can go, and go by way of `app`."
    )
    assert run(shop(), "edge_forbidden", **{"from": "client", "to": "database"}).observed == 0.0


@pytest.mark.parametrize("kind", ["no_orphans", "edge_forbidden", "max_rho", "p50", "p99", "storage"])
def test_nothing_is_measured_when_nothing_works(kind: str) -> None:
    model = model_of(draw({"c": "client", "app": "app_server"}, "c>app"), op())
    found = run(model, kind, **{"from": "client", "to": "database"})
    assert found.observed is None
    assert advice(model, kind, **{"from": "client", "to": "database"}) == (
        "`read` comes from `c` as far as `app` (app_server), and no database is there to complete it: put one behind `app`."
    )


def test_instances_count_nodes_and_replicas_with_traffic() -> None:
    nodes = {
        "c": "client",
        "a": ("app_server", {"replicas": 3}),
        "b": "app_server",
        "x": "app_server",
        "db": "database",
    }
    model = model_of(draw(nodes, "c>a>db c>b>db"), op())
    assert run(model, "instances", type="app_server").observed == 4.0
    assert run(model, "instances", type="cdn").observed == 0.0


def test_instances_of_one_operation_are_those_that_it_comes_to() -> None:
    nodes = {"c": "client", "s": "scheduler", "a": "app_server", "w": ("worker", {"replicas": 2}), "db": "database"}
    model = model_of(draw(nodes, "c>a>db s>w>db"), op(), op("nightly", **{"from": ["scheduler"]}))
    assert run(model, "instances", op="nightly", type="worker").observed == 2.0
    assert run(model, "instances", op="read", type="worker").observed == 0.0


def test_served_points_at_the_bottleneck() -> None:
    found = run(shop(2_000), "served", op="read")
    assert found.observed == pytest.approx(0.5)
    assert found.message == "50 % of read requests are served."
    assert advice(shop(2_000), "served", op="read") == (
        "`read` passes `lb`, `app` and `db`; `app` (app_server) is the tightest of it at 200 %. Give `app` 6 units instead of 2"
        " or 3 replicas instead of 1 to bring it to 70 % or less."
    )


def test_served_takes_the_load_of_the_test() -> None:
    assert run(shop(800), "served").observed == 1.0
    assert run(shop(800), "served", load=2.5).observed == pytest.approx(0.5)


def test_served_without_a_path_says_so() -> None:
    model = model_of(draw({"c": "client", "app": "app_server", "db": "database"}, "c>app"), op())
    assert advice(model, "served") == (
        "`read` comes from `c` as far as `app` (app_server); nothing leads from there to `db` (database), where it ends."
        " Connect `app` to `db`."
    )


def test_max_rho_words_the_numbers() -> None:
    found = run(shop(840), "max_rho", target=0.7)
    assert found.observed == pytest.approx(0.84)
    assert found.message == "app is at 84 %: 840/s offered, 1,000/s capacity."
    assert advice(shop(840), "max_rho", target=0.7) == (
        "`app` (app_server) works on `read` and is at 84 %. Give `app` 3 units instead of 2 or 2 replicas instead of 1 to bring"
        " it to 70 % or less."
    )


def test_max_rho_of_one_type() -> None:
    assert run(shop(800), "max_rho", type="database").observed == pytest.approx(0.4)
    missing = run(shop(), "max_rho", type="cdn")
    assert missing.observed is None
    assert missing.message == "No cdn carries traffic."


def test_relief_does_not_offer_replicas_for_writes() -> None:
    design = draw({"c": "client", "db": "database"}, "c>db")
    line = advice(model_of(design, op(kind="write", rps=1_000, payload_bytes=0)), "max_rho", target=0.7)
    assert line.endswith(" Give `db` 2 units instead of 1 or 2 shards instead of 1 to bring it to 70 % or less.")


def test_relief_beyond_all_limits() -> None:
    full = {"units": 1000, "replicas": 20}
    design = draw({"c": "client", "app": ("app_server", full), "db": "database"}, "c>app>db")
    line = advice(model_of(design, op(rps=1e9)), "max_rho", type="app_server", target=0.5)
    assert line.endswith(" `app` cannot grow that far: put another app_server beside it, or send it less.")


def test_storage_counts_units_and_shards_but_not_replicas() -> None:
    sizes = {"units": 2, "shards": 3, "replicas": 5}
    design = draw({"c": "client", "db": ("nosql", sizes)}, "c>db")
    found = run(model_of(design, op(store=["nosql"]), items=10**9, item_bytes=1_200), "storage")
    assert found.observed == pytest.approx(600 / 1200)
    assert found.message == "There is capacity for 600 GB; the data takes 1.2 TB."


def test_storage_of_one_operation_or_type() -> None:
    design = draw({"c": "client", "db": "database", "f": "object_store"}, "c>db c>f")
    files = op("files", store=["object_store"], items=10**6, item_bytes=10**6)
    model = model_of(design, op("rows"), files)
    assert run(model, "storage", op="files").observed == pytest.approx(10.0)
    assert run(model, "storage", op="rows", type="database").observed == pytest.approx(200 / 1e-3)


def test_hit_is_the_share_answered_from_memory() -> None:
    design = draw({"c": "client", "app": "app_server", "m": "cache", "db": "database"}, "c>app>db app>m")
    model = model_of(design, op("a", rps=300, cacheable=True), op("b", rps=100))
    assert run(model, "hit", op="a").observed == pytest.approx(0.99)
    assert run(model, "hit").observed == pytest.approx(0.99 * 0.75)


def test_latency_is_in_milliseconds_and_names_where_the_time_goes() -> None:
    median, slow = run(shop(), "p50", op="read"), run(shop(), "p99", op="read")
    assert median.observed is not None
    assert slow.observed is not None
    assert 4.0 < median.observed < slow.observed
    assert slow.message.startswith("99 % of read requests finish within ")
    assert re.match(
        r"`read` passes `lb`, `app` and `db`; `app` \(app_server\) takes [\d.]+ ms of [\d.]+ ms in the mean,"
        r" and [\d.]+ ms of that are waiting, at 80 %. Give `app` 4 units instead of 2",
        advice(shop(), "p99", op="read"),
    )


def test_latency_of_a_hopeless_overload_is_capped() -> None:
    found = run(shop(1e12), "p99")
    assert found.observed is not None
    assert found.observed == 60_000.0


def test_latency_of_one_lost_operation_is_not_measured() -> None:
    model = model_of(SHOP, op("a"), op("b", store=["nosql"]))
    assert run(model, "p99", op="b").observed is None
    assert run(model, "p99", op="a").observed is not None


def test_unknown_kinds_measure_nothing() -> None:
    found = run(shop(), "telepathy")
    assert found.observed is None
    assert "telepathy" in found.message


def test_defaults_leave_a_span_between_floor_and_target() -> None:
    for kind in KINDS.values():
        assert (kind.target > kind.floor) is kind.rises
        assert kind.unit


def test_a_path_takes_its_groups_in_order() -> None:
    behind = draw({"c": "client", "app": "app_server", "lb": "load_balancer", "db": "database"}, "c>app>lb>db")
    via = [["load_balancer", "api_gateway"], ["app_server"]]
    assert run(shop(), "path", via=via).observed == 1.0
    found = run(model_of(behind, op()), "path", via=via)
    assert found.observed == 0.0
    assert found.message == "0 % of requests reach database by way of api_gateway or load_balancer, then app_server."


def test_ways_are_as_good_as_the_worst_of_them() -> None:
    model = model_of(SHOP, op("a"), op("b"))
    ways = [{"op": "a", "via": [["app_server"]]}, {"op": "b", "via": [["cdn"]]}]
    found = run(model, "ways", ways=ways)
    assert (found.observed, found.message) == (0.0, "0 % of b requests reach their store by way of cdn.")
    assert advice(model, "ways", ways=ways) == (
        "`b` passes `lb`, `app` and `db`, and no cdn behind `c` (client): there is none. Put one behind `c`."
    )
    assert run(model, "ways", ways=ways[:1]).observed == 1.0


def test_the_largest_instance_and_the_number_of_shards() -> None:
    nodes = {"c": "client", "one": ("app_server", {"units": 9}), "db": ("nosql", {"shards": 3}), "x": "cache"}
    model = model_of(draw(nodes, "c>one>db"), op(store=["nosql"]))
    assert run(model, "largest", type="app_server", target=8).observed == 9.0
    assert run(model, "shards", type="nosql", target=8).observed == 3.0
    assert advice(model, "shards", type="nosql", target=8) == (
        "`db` (nosql) has 3 shards. Split the data of `db` into 8 shards or more."
    )
    assert run(model, "shards", type="cache", target=8).observed is None


def test_a_bill_has_what_failover_and_bytes_cost() -> None:
    sizes = {"replicas": 2, "zones": 2, "failover": True}
    nodes = {"c": "client", "db": ("database", sizes)}
    write = op(kind="write", rps=100.0, payload_bytes=1_000_000)
    # half of what arrives comes from the other zone, and one copy goes there: 1.5 of 100 MB/s, a fifth of it all month
    gigabytes = 1.5 * 0.1 * 0.2 * 30.44 * 86_400
    found = run(model_of(draw(nodes, "c>db"), write), "cost")
    assert found.observed == pytest.approx(2 * 270 + 20 + gigabytes * 0.01)
    assert found.message == "$1,349 a month, $789 of it for bytes between zones and regions."
    nodes["db"] = ("database", {**sizes, "zones": 1, "regions": 2})
    found = run(model_of(draw(nodes, "c>db"), write), "cost")
    assert found.observed == pytest.approx(4 * 270 + 20 + gigabytes / 1.5 * 0.02)
