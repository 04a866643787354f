"""Utilisation, capacity, served shares and latencies, by hand."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine.catalogue import CATALOGUE
from progressive_flow.grading.system_design.engine.graph import read_graph
from progressive_flow.grading.system_design.engine.model import answered, at_load, busy, hit_share, reached, ways
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import IDLE, served_share
from progressive_flow.grading.system_design.engine.workload import read_operations
from tests.unit.grading.system_design.small_designs import asks, draw, model_of, op


def line(**app: int) -> dict[str, object]:
    return draw({"c": "client", "app": ("app_server", app), "db": ("database", {"units": 50})}, "c>app>db")


def seconds(of: str, *, dedup: bool = False, **operation: object) -> float:
    node = read_graph(draw({"n": (of, {"dedup": dedup})}), ()).nodes[0]
    return service_seconds(node, read_operations(asks(op("any", **operation)))[0])


def test_service_time_is_fixed_work_and_transfer() -> None:
    assert seconds("cdn", payload_bytes=250_000) == pytest.approx(0.004 + 0.010)
    assert seconds("database", kind="write", payload_bytes=0) == pytest.approx(0.005)
    assert seconds("client", payload_bytes=10**9) == 0.0


def test_a_level_may_say_how_much_work_an_operation_is() -> None:
    assert seconds("app_server", payload_bytes=0, work_ms={"app_server": 40}) == pytest.approx(0.040)
    assert seconds("database", payload_bytes=0, work_ms={"app_server": 40}) == pytest.approx(0.002)
    assert seconds("worker", payload_bytes=10**6, work_ms={"worker": 0}) == 0.0


def test_refusing_repeated_writes_costs_half_as_much_again() -> None:
    assert seconds("nosql", dedup=True, kind="write", payload_bytes=0) == pytest.approx(0.003)
    assert seconds("nosql", dedup=True, payload_bytes=0) == pytest.approx(0.0015)


def test_somebody_else_looks_a_key_up_within_the_call() -> None:
    design = draw({"c": "client", "x": ("external", {"dedup": True})}, "c>x")
    model = model_of(design, op(kind="write", store=["external"], payload_bytes=0))
    assert model.stations[1].service == pytest.approx(0.2)


def test_the_catalogue_is_sane() -> None:
    for part in CATALOGUE.values():
        assert part.parallel >= 1
        assert part.mb_per_s > 0
        assert 0 <= part.max_hit < 1
        assert 0 < part.availability <= 1
        assert part.spread in {"", "zone", "region"}
    for kind, part in CATALOGUE.items():
        assert part.about, kind
        assert part.source, kind
        assert part.price > 0 or kind == "client"
        assert bool(part.copy_loss) == bool(part.storage_gb or kind == "external"), kind


def test_stateless_utilisation_divides_by_all_servers() -> None:
    found = model_of(line(units=2, replicas=3), op(rps=1_500, payload_bytes=0)).stations[1]
    assert found.rho == pytest.approx(1_500 * 0.002 / 6)
    assert found.capacity == pytest.approx(3_000)
    assert found.offered == 1_500
    assert found.write_rho == 0.0


def test_replicas_of_a_database_share_reads_and_repeat_writes() -> None:
    design = draw({"c": "client", "db": ("database", {"units": 2, "replicas": 2})}, "c>db")
    found = model_of(design, op(rps=2_000, payload_bytes=0), op("w", kind="write", rps=400, payload_bytes=0)).stations[
        1
    ]
    assert found.rho == pytest.approx((2_000 * 0.002 / 2 + 400 * 0.005) / 8)
    assert found.write_rho == pytest.approx(400 * 0.005 / 8)
    assert found.servers == 8


@pytest.mark.parametrize(("read_quorum", "write_quorum"), [(1, 3), (2, 2), (3, 1)])
def test_a_quorum_read_burdens_as_many_copies_as_it_asks(read_quorum: int, write_quorum: int) -> None:
    def load(**more: object) -> float:
        design = draw({"c": "client", "db": ("nosql", {"replicas": 3, **more})}, "c>db")
        return model_of(design, op(rps=3_000, store=["nosql"])).stations[1].rho

    leader = load(consistency="leader")
    asked = load(consistency="quorum", read_quorum=read_quorum, write_quorum=write_quorum)
    assert asked == pytest.approx(leader * read_quorum / 3)


def test_shards_divide_reads_and_writes() -> None:
    one, four = (draw({"c": "client", "db": ("nosql", {"shards": n})}, "c>db") for n in (1, 4))
    write = op(kind="write", rps=3_000, store=["nosql"])
    assert model_of(four, write).stations[1].rho == pytest.approx(model_of(one, write).stations[1].rho / 4)


def test_clients_and_unvisited_nodes_are_idle() -> None:
    design = draw({"c": "client", "app": "app_server", "spare": "app_server", "db": "database"}, "c>app>db")
    found = model_of(design, op())
    assert (found.stations[0], found.stations[2]) == (IDLE, IDLE)


def test_operations_without_rate_load_nothing() -> None:
    found = model_of(line(), op(rps=0))
    assert [station.rho for station in found.stations] == [0.0, 0.0, 0.0]
    assert reached(found) == 1.0
    assert answered(found) == 1.0


def test_overload_serves_what_it_can() -> None:
    found = model_of(line(), op(rps=2_000, payload_bytes=0))
    assert found.stations[1].rho == pytest.approx(4.0)
    assert served_share(found.stations[1]) == pytest.approx(0.25)
    assert answered(found) == pytest.approx(0.25)


def test_two_tight_stations_in_a_row_do_not_multiply() -> None:
    design = draw({"c": "client", "app": "app_server", "db": "database"}, "c>app>db")
    found = model_of(design, op(rps=4_000, payload_bytes=0))  # app at 8, db at 2: the app lets an eighth through
    assert answered(found) == pytest.approx(1 / 8)


def test_parallel_ways_serve_their_own_shares() -> None:
    servers = {"a": ("app_server", {"units": 2}), "b": ("app_server", {"units": 1})}
    nodes: dict[str, Any] = {"c": "client", "lb": "load_balancer", "db": ("database", {"units": 9}), **servers}
    design = draw(nodes, "c>lb>a>db lb>b>db")
    found = model_of(design, op(rps=2_000, payload_bytes=0))  # a at 1, b at 2
    assert answered(found) == pytest.approx(0.5 * 1 + 0.5 * 0.5)


def test_hits_are_served_even_when_the_store_is_not() -> None:
    design = draw(
        {"c": "client", "app": ("app_server", {"units": 100}), "m": "cache", "db": "database"}, "c>app>db app>m"
    )
    found = model_of(design, op(rps=10_000, cacheable=True, payload_bytes=0), items=10**8)
    hits = hit_share(found)
    misses = 1 - hits
    rho = 10_000 * misses * 0.002 / 4
    assert rho > 1
    assert answered(found) == pytest.approx(hits + misses / rho)


def test_shares_are_weighed_by_rate() -> None:
    found = model_of(line(), op("a", rps=300), op("b", rps=100, store=["nosql"]))
    assert reached(found) == pytest.approx(0.75)
    assert reached(found, "b") == 0.0
    assert answered(found) == pytest.approx(0.75)


def test_load_multiplies_every_rate() -> None:
    found = model_of(line(), op(rps=100, payload_bytes=0))
    assert at_load(found, 3.0).stations[1].rho == pytest.approx(3 * found.stations[1].rho)
    assert at_load(found, 1.0) is found
    assert at_load(found, 3.0) is at_load(found, 3.0)


def test_level_load_and_test_load_multiply() -> None:
    requirements = {**asks(op(rps=100)), "load": 2.0}
    assert read_operations(requirements)[0].rps == 200.0


def test_operations_override_the_workload() -> None:
    requirements = asks(op("a", items=5, item_bytes=7, zipf=1.5, payload_bytes=9), op("b"))
    first, second = read_operations(requirements)
    assert (first.items, first.item_bytes, first.zipf, first.payload) == (5, 7.0, 1.5, 9.0)
    assert (second.items, second.item_bytes, second.zipf, second.payload) == (1_000, 1_000.0, 0.9, 1_000.0)


def test_unloaded_latency_is_the_sum_of_services() -> None:
    lag = ways(model_of(line(), op(rps=0.001, payload_bytes=0)))[0]
    assert lag.mean == pytest.approx(0.004, rel=1e-4)
    assert lag.variance == pytest.approx(2 * 0.002**2, rel=1e-4)


def test_latency_of_queued_work_ends_at_the_queue() -> None:
    nodes = {"c": "client", "app": "app_server", "q": "queue", "w": "worker", "db": "database"}
    write = op(kind="write", rps=0.001, payload_bytes=0, async_=True)
    lags = ways(model_of(draw(nodes, "c>app>q>w>db"), write), "read")
    assert sum(lag.share for lag in lags) == pytest.approx(1.0)
    assert lags[0].mean == pytest.approx(0.003 + 0.0005, rel=1e-4)


def test_latency_of_hits_and_misses_are_two_ways() -> None:
    design = draw({"c": "client", "app": "app_server", "m": "cache", "db": "database"}, "c>app>db app>m")
    lags = ways(model_of(design, op(rps=0.001, cacheable=True, payload_bytes=0)), "read")
    hit, miss = sorted(lags, key=lambda lag: lag.mean)
    assert [hit.share, miss.share] == pytest.approx([0.99, 0.01])
    assert [hit.mean, miss.mean] == pytest.approx([0.0022, 0.0042], rel=1e-4)


def test_busiest_comes_first_and_can_be_narrowed() -> None:
    found = model_of(line(), op(rps=200))
    assert [node.id for node, _ in busy(found)] == ["app", "db"]
    assert [node.id for node, _ in busy(found, "database")] == ["db"]
    assert busy(found, "cdn") == []
