"""Times at stores that ask several copies, over regions, and behind queues."""

import random
from statistics import fmean, pvariance

import pytest

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.model import Model, waits, ways
from progressive_flow.grading.system_design.engine.queueing import percentile
from tests.unit.grading.system_design.small_designs import draw, model_of, op

FAR = constant("far_region") / 1e3
SERVICE = 0.0015
WRITE = 0.002


def stored(**more: object) -> Model:
    regions = more.pop("users", 1)
    design = draw({"c": "client", "db": ("nosql", {"replicas": 3, **more})}, "c>db")
    read = op("read", rps=0.001, payload_bytes=0, store=["nosql"])
    write = op("write", kind="write", rps=0.001, payload_bytes=0, store=["nosql"])
    return model_of(design, read, write, regions=regions)


def mean(found: Model, operation: str) -> float:
    lags = ways(found, operation)
    return sum(lag.share * lag.mean for lag in lags) / sum(lag.share for lag in lags)


@pytest.mark.parametrize(
    ("asked", "needed", "operation"), [(3, 2, "write"), (5, 3, "write"), (5, 1, "write"), (3, 3, "write")]
)
def test_waiting_for_some_of_the_copies_agrees_with_order_statistics(asked: int, needed: int, operation: str) -> None:
    pick = random.Random(3)  # noqa: S311
    times = [sorted(pick.expovariate(1 / WRITE) for _ in range(asked))[needed - 1] for _ in range(60_000)]
    lag = ways(stored(replicas=asked, consistency="quorum", write_quorum=needed, read_quorum=1), operation)[0]
    assert lag.mean == pytest.approx(fmean(times), rel=0.02)
    assert lag.variance == pytest.approx(pvariance(times), rel=0.06)


def test_a_leader_waits_for_one_follower_before_it_says_yes() -> None:
    assert mean(stored(), "write") == pytest.approx(WRITE)
    assert mean(stored(consistency="leader"), "write") == pytest.approx(WRITE + WRITE / 2, rel=2e-3)
    assert mean(stored(consistency="leader"), "read") == pytest.approx(SERVICE)


@pytest.mark.parametrize(
    ("more", "operation", "far"),
    [
        ({}, "read", 2 / 3),  # the store is in one of the users' three regions
        ({"regions": 3}, "read", 0.0),
        ({"regions": 3}, "write", 2 / 3),  # the leader is
        ({"regions": 3, "consistency": "multi_leader"}, "write", 0.0),
        ({"regions": 3, "consistency": "leader"}, "read", 2 / 3),
        ({"regions": 5}, "read", 0.0),
    ],
)
def test_far_users_wait_for_a_round_trip(more: dict[str, object], operation: str, far: float) -> None:
    near = mean(stored(**{**more, "regions": 1}), operation)
    assert mean(stored(**more, users=3), operation) - near == pytest.approx(far * FAR, abs=1e-9)


def test_a_quorum_over_regions_costs_a_round_trip_each() -> None:
    assert mean(stored(replicas=2, consistency="quorum"), "write") < 0.01
    assert mean(stored(replicas=2, regions=2, consistency="quorum"), "write") > FAR
    assert mean(stored(replicas=3, regions=2, consistency="quorum", write_quorum=3), "write") < 0.01


def test_edges_are_where_the_users_are() -> None:
    design = draw({"c": "client", "e": "cdn", "o": "object_store"}, "c>e>o")
    read = op("read", rps=1.0, cacheable=True, store=["object_store"], payload_bytes=0)
    found = model_of(design, read, regions=3, items=1)
    lags = ways(found, "read")
    quick = min(lags, key=lambda lag: lag.mean)
    assert quick.mean == pytest.approx(0.004)
    far = max(lags, key=lambda lag: lag.mean)
    near = next(lag for lag in lags if lag not in (quick, far))
    assert near.mean == pytest.approx(0.019)
    assert far.mean == pytest.approx(0.019 + FAR)
    assert far.share == pytest.approx(2 * near.share)


PIPE = draw(
    {"c": "client", "a": "app_server", "q": "queue", "w": ("worker", {"units": 2}), "db": "database"}, "c>a>q>w>db"
)


def test_the_caller_waits_for_the_queue_and_the_work_for_the_worker() -> None:
    found = model_of(PIPE, op(rps=0.001, kind="write", async_=True, payload_bytes=0))
    assert ways(found)[0].mean == pytest.approx(0.003 + 0.0005, rel=1e-4)
    assert waits(found, "read")[0].mean == pytest.approx(0.010 + 0.005, rel=1e-4)
    assert waits(model_of(draw({"c": "client", "db": "database"}, "c>db"), op())) == []


def test_delay_behind_a_queue_agrees_with_a_long_run() -> None:
    # The worker's two cores are 80 % busy; what is before them hardly matters. By Kiefer and Wolfowitz' recursion.
    found = model_of(PIPE, op(rps=160.0, kind="write", async_=True, payload_bytes=0))
    pick = random.Random(8)  # noqa: S311
    now, free, times = 0.0, [0.0, 0.0], list[float]()
    for _ in range(200_000):
        now += pick.expovariate(160.0)
        begin = max(now, min(free))
        end = begin + pick.expovariate(100.0)
        free[free.index(min(free))] = end
        times.append(end - now)
    rest = 0.005  # the store, idle
    truth = sorted(times)[int(0.99 * len(times))]
    assert sum(lag.share * lag.mean for lag in waits(found, "read")) == pytest.approx(fmean(times) + rest, rel=0.04)
    assert percentile(waits(found, "read"), 0.99) == pytest.approx(truth + rest, rel=0.08)


def test_a_percentile_keeps_near_and_far_users_apart() -> None:
    # Half of the users wait 150 ms more: simulated, 21 and 162 ms.
    nodes = {"c": "client", "a": ("app_server", {"units": 20}), "db": ("database", {"units": 8})}
    found = ways(model_of(draw(nodes, "c>a>db"), op(rps=2_000.0, payload_bytes=0), regions=2), "read")
    assert percentile(found, 0.99) == pytest.approx(0.161, abs=0.003)
    assert percentile(found, 0.49) < 0.03


def test_a_request_in_parts_takes_as_long_as_the_last() -> None:
    nodes = {"c": "client", "a": ("app_server", {"units": 20}), "x": ("search_index", {"shards": 6})}
    whole = op("search", rps=1.0, payload_bytes=0, store=["search_index"])
    parts = {**whole, "fanout": {"at": "app_server", "factor": 6}}
    one, six = (mean(model_of(draw(nodes, "c>a>x"), each), "search") for each in (whole, parts))
    assert six - one == pytest.approx(0.010 * (1 / 2 + 1 / 3 + 1 / 4 + 1 / 5 + 1 / 6), rel=0.03)


def test_a_leader_alone_in_its_region_is_confirmed_by_another() -> None:
    near = mean(stored(replicas=2, regions=2, consistency="leader"), "write")
    assert mean(stored(replicas=1, regions=2, consistency="leader"), "write") - near == pytest.approx(FAR)
