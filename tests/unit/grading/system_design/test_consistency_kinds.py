"""What readers see and what is kept: each kind by hand."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine.model import Model
from tests.unit.grading.system_design.small_designs import PIPE, draw, model_of, op, pipe, run


def test_freshness_of_copies() -> None:
    def fresh(**db: Any) -> float | None:
        design = draw({"c": "client", "db": ("nosql", {"replicas": 3, **db})}, "c>db")
        read, write = op(store=["nosql"]), op("w", kind="write", store=["nosql"])
        return run(model_of(design, read, write), "fresh", op="read").observed

    assert fresh() == 0.0
    assert fresh(replicas=1) == 1.0
    assert fresh(consistency="leader") == 1.0
    assert fresh(consistency="quorum") == 1.0
    assert fresh(consistency="quorum", read_quorum=1, write_quorum=2) == 0.0
    assert fresh(consistency="multi_leader") == 0.0


def cached(edges: str, cache: dict[str, Any], **more: Any) -> Model:
    nodes = {
        "c": "client",
        "a": ("app_server", {"units": 9}),
        "b": "app_server",
        "m": ("cache", cache),
        "db": "database",
        "q": ("queue", {}),
        "w": "worker",
    }
    read, write = op(cacheable=True), op("w", kind="write", rps=1.0, payload_bytes=0, **more)
    return model_of(draw(nodes, edges), read, write)


def test_staleness_of_caches() -> None:
    never = 30 * 86_400
    updated = cached("c>a>db a>m", {})
    untold = model_of(
        draw({"c": "client", "e": "cdn", "a": "app_server", "db": "database"}, "c>e>a>db"),
        op(cacheable=True),
        op("w", kind="write", rps=1.0),
    )
    expiring = model_of(
        draw({"c": "client", "e": ("cdn", {"ttl_seconds": 60}), "a": "app_server", "db": "database"}, "c>e>a>db"),
        op(cacheable=True),
        op("w", kind="write", rps=1.0),
    )
    assert run(updated, "staleness", op="read").observed == 0.0
    assert run(untold, "staleness", op="read").observed == never
    assert run(expiring, "staleness", op="read").observed == 60.0
    missed = 1.0 - (run(expiring, "hit", op="read").observed or 0.0)
    assert run(expiring, "fresh", op="read").observed == pytest.approx(missed)


def test_a_cache_updated_by_a_worker_is_as_late_as_the_worker() -> None:
    nodes = {
        "c": "client",
        "a": ("app_server", {"units": 9}),
        "g": "api_gateway",
        "m": "cache",
        "db": "database",
        "q": "queue",
        "w": "worker",
    }
    model = model_of(
        draw(nodes, "c>a>db a>m c>g>q>w>db w>m"),
        op(cacheable=True),
        op("w", kind="write", rps=1.0, payload_bytes=0, async_=True),
    )
    found = run(model, "staleness", op="read").observed or 0.0
    assert 0.01 < found < 0.2


def test_exactly_once_needs_a_store_that_refuses_and_a_queue_that_keeps() -> None:
    assert run(pipe(), "exactly_once").observed == 1.0
    nodes = {"c": "client", "a": "app_server", "q": "queue", "w": "worker", "db": ("database", {"dedup": True})}
    assert run(model_of(draw(nodes, PIPE), op(kind="write", async_=True)), "exactly_once").observed == 0.0
    plain = draw({"c": "client", "db": "database"}, "c>db")
    assert run(model_of(plain, op(kind="write")), "exactly_once").observed == 0.0


def test_a_key_is_known_to_one_of_several_leaders() -> None:
    def once(**db: Any) -> float | None:
        design = draw({"c": "client", "db": ("database", {"dedup": True, **db})}, "c>db")
        return run(model_of(design, op(kind="write")), "exactly_once").observed

    assert once(regions=2, consistency="multi_leader") == 0.0
    assert once(regions=2, consistency="leader") == once(consistency="multi_leader") == 1.0


def test_durability_is_of_the_store_that_keeps_it() -> None:
    found = run(model_of(draw({"c": "client", "o": "object_store"}, "c>o"), op(store=["object_store"])), "durability")
    assert found.observed == pytest.approx(11.0)
    assert found.message == "An item survives a year with 11 nines: one in 100 billion is lost."


def test_loss_window_is_of_whoever_said_yes() -> None:
    assert run(pipe(), "loss_window").observed == 0.0  # the queue has two copies
    lonely = draw(
        {"c": "client", "a": "app_server", "q": "queue", "w": "worker", "db": ("database", {"replicas": 3})}, PIPE
    )
    found = run(model_of(lonely, op(kind="write", async_=True)), "loss_window")
    assert found.observed == 86_400
    assert found.message == "If q loses its leader, 24 h of acknowledged writes are gone."
