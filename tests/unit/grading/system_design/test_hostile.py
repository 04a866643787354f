"""Designs made to be slow. Work is counted in calls, which does not depend on the machine, rather than in seconds."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import evaluate
from progressive_flow.grading.system_design.engine.caching import hit_ratios
from progressive_flow.grading.system_design.engine.model import build
from progressive_flow.grading.system_design.engine.queueing import waiting_chance
from tests.unit.grading.system_design.small_designs import asks, caches_everywhere, draw, layered, op

STORES = ["database", "nosql"]
OPERATIONS = [
    op("read", rps=1e5, cacheable=True, store=STORES),
    op("write", kind="write", rps=1e4, store=STORES),
    op("later", kind="write", rps=1e4, async_=True, store=STORES),
]
REQUIREMENTS = asks(*OPERATIONS, items=10**9)
TESTS: list[dict[str, Any]] = [
    {"id": "path", "kind": "path", "via": [["app_server"], ["cache"], ["load_balancer"]]},
    *({"id": kind, "kind": kind} for kind in ("no_orphans", "served", "max_rho", "storage", "hit", "p50", "p99")),
    {"id": "peak", "kind": "served", "load": 2.0},
]
# An ordinary 10-node design makes about 9,000 calls for the tests of load; 700,000 calls take less than 100 ms.
MAX_CALLS = 700_000
MAX_STEPS = 6_000

HOSTILE = {
    "narrow": layered(2, ["app_server", "cache", "cdn"], 1),
    "caches": layered(4, ["cache"], 2),
    "wide": layered(6, ["app_server", "load_balancer", "worker", "queue", "cache"], 3),
    "servers": layered(4, ["app_server"], 4),
    "leaves": caches_everywhere(),
    "huge": draw(
        {
            "c": "client",
            **{f"a{at}": ("app_server", {"units": 1000, "replicas": 20, "shards": 256}) for at in range(58)},
            "db": ("database", {"units": 1000, "replicas": 20, "shards": 256}),
        },
        ">".join(["c", *(f"a{at}" for at in range(58)), "db"]),
    ),
}


def calls_made(work: Callable[[], object]) -> int:
    """Function calls, Python's and the interpreter's own, made while ``work`` runs."""
    count = 0

    def tally(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    hit_ratios.cache_clear()  # what other tests left there would make the count depend on their order
    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_designs_validate(name: str) -> None:
    read = Design.model_validate(HOSTILE[name]).as_graph()
    assert read["edges"] == HOSTILE[name]["edges"]
    assert all(node.items() <= read["nodes"][at].items() for at, node in enumerate(HOSTILE[name]["nodes"]))


BREAKING: list[dict[str, Any]] = [
    *({"id": what, "kind": "survives", "fault": {"lose": what}} for what in ("instance", "zone", "region", "flush")),
    {"id": "gone", "kind": "survives", "fault": {"lose": "service", "type": "cache"}},
    {"id": "during", "kind": "p99", "fault": {"lose": "instance"}},
    *(
        {"id": kind, "kind": kind}
        for kind in ("availability", "staleness", "fresh", "durability", "loss_window", "drain")
    ),
    {"id": "slo", "kind": "slo", "within_ms": 1},
    {"id": "batch", "kind": "batch", "count": 1e9},
    {"id": "hot", "kind": "hot_key"},
    {"id": "apart", "kind": "isolated", "op": "read", "other": "write"},
]


@pytest.mark.parametrize("name", sorted(HOSTILE))
@pytest.mark.parametrize("tests", [TESTS, BREAKING], ids=["load", "faults"])
def test_work_is_bounded(name: str, tests: list[dict[str, Any]]) -> None:
    assert calls_made(lambda: evaluate(HOSTILE[name], REQUIREMENTS, tests, {"min_score": 80})) < MAX_CALLS


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_states_do_not_grow_with_the_number_of_paths(name: str) -> None:
    for _, route in build(HOSTILE[name], REQUIREMENTS).flows:
        assert sum(len(state.steps) for state in route.states) < MAX_STEPS


def test_an_ordinary_design_is_cheap() -> None:
    nodes = {"c": "client", "n": "dns", "e": "cdn", "lb": "load_balancer", "m": "cache", "q": "queue", "w": "worker"}
    servers = {
        "a": ("app_server", {"replicas": 4}),
        "b": ("app_server", {"replicas": 4}),
        "db": ("database", {"units": 4}),
    }
    design = draw({**nodes, **servers}, "c>n c>e>lb>a>db lb>b>db a>m b>m a>q b>q q>w>db")
    assert calls_made(lambda: evaluate(design, REQUIREMENTS, TESTS, {"min_score": 80})) < 14_000
    assert calls_made(lambda: evaluate(design, REQUIREMENTS, TESTS, {"min_score": 80})) < 60_000


def test_five_million_servers_are_counted_quickly() -> None:
    # The recursion of Erlang's B would take five million steps; its loop shows as time, the series' end as few terms.
    assert calls_made(lambda: waiting_chance(5_120_000, 0.9999)) <= 4
    assert 0.0 <= waiting_chance(5_120_000, 0.9999) <= 1.0
