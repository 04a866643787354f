"""Designs and levels for tests that measure or attack the evaluator: one of 30 components, and any number at random."""

import random
from typing import Any

from progressive_flow.grading.system_design.design_graph import MAX_EDGES, MAX_NODES
from progressive_flow.grading.system_design.engine import CATALOGUE

Design = dict[str, Any]
Test = dict[str, Any]

TYPES = sorted(CATALOGUE)
CRITERIA: dict[str, Any] = {"min_score": 80, "must_pass": []}


def _node(name: str, kind: str, **more: Any) -> Design:
    return {"id": name, "type": kind, **more}


def _edges(*chains: str) -> list[dict[str, str]]:
    pairs = [pair for chain in chains for pair in zip(chain.split(">"), chain.split(">")[1:], strict=False)]
    return [{"from": a, "to": b} for a, b in dict.fromkeys(pairs)]


def large() -> Design:
    """30 components and 44 connections: six services with cache and database each, and three workers behind queue and log."""
    wide: dict[str, Any] = {"replicas": 3, "zones": 3}
    nodes = [
        _node("c", "client"),
        _node("d", "dns"),
        _node("e", "cdn"),
        _node("lb", "load_balancer", replicas=2, zones=2),
        _node("gw", "api_gateway", replicas=2, zones=2),
        _node("q", "queue", replicas=3),
        _node("s", "stream", replicas=3, shards=4),
        _node("ns", "nosql", replicas=3, shards=6),
        _node("o", "object_store"),
    ]
    chains = ["c>e>lb>gw", "c>d", "e>o"]
    for at in range(6):
        nodes += [
            _node(f"a{at}", "app_server", units=4, **wide),
            _node(f"m{at}", "cache", units=2, replicas=2),
            _node(f"db{at}", "database", units=4, failover=True, **wide),
        ]
        chains += [f"gw>a{at}>db{at}", f"a{at}>m{at}", f"a{at}>q", f"a{at}>s"]
    for at in range(3):
        nodes.append(_node(f"w{at}", "worker", units=4, replicas=3))
        chains += [f"q>w{at}>ns", f"s>w{at}"]
    return {"schema": "sd-graph/1", "nodes": nodes, "edges": _edges(*chains)}


REQUIREMENTS: dict[str, Any] = {
    "catalogue_version": 2,
    "load": 1.0,
    "allowed_types": [],
    "workload": {
        "items": 10**8,
        "item_bytes": 1_000,
        "zipf": 0.9,
        "regions": 2,
        "connections": 100_000,
        "operations": [
            {"id": "read", "kind": "read", "rps": 8_000, "cacheable": True, "store": ["database"], "hot_share": 0.05},
            {"id": "write", "kind": "write", "rps": 900, "store": ["database"]},
            {"id": "file", "kind": "read", "rps": 3_000, "cacheable": True, "store": ["object_store"], "item_bytes": 200_000},
            {"id": "post", "kind": "write", "rps": 50, "async": True, "store": ["nosql"], "fanout": {"at": "worker", "factor": 100}},
            {"id": "job", "kind": "read", "rps": 20, "from": ["worker"], "store": ["nosql"]},
        ],
    },
}  # fmt: skip
LEVELS: dict[str, list[Test]] = {
    "Connectivity": [
        {"id": "path", "kind": "path", "op": "read", "via": [["load_balancer"], ["app_server"]]},
        {"id": "post", "kind": "path", "op": "post", "via": [["queue"], ["worker"]]},
        {"id": "idle", "kind": "no_orphans"},
        {"id": "forbidden", "kind": "edge_forbidden", "from": "client", "to": ["database"]},
        {"id": "apart", "kind": "isolated", "op": "write", "other": "file"},
        {"id": "copies", "kind": "instances", "type": "app_server", "target": 6},
    ],
    "Capacity": [
        {"id": "served", "kind": "served"},
        {"id": "peak", "kind": "served", "op": "read", "load": 2},
        {"id": "burst", "kind": "burst", "load": 3},
        {"id": "rho", "kind": "max_rho"},
        {"id": "storage", "kind": "storage", "op": "post"},
        {"id": "hot", "kind": "hot_key"},
        {"id": "connections", "kind": "connections", "type": "app_server"},
    ],
    "Optimization": [
        {"id": "p50", "kind": "p50", "op": "read"},
        {"id": "p99", "kind": "p99"},
        {"id": "hit", "kind": "hit", "op": "read"},
        {"id": "delay", "kind": "delay", "op": "post"},
        {"id": "staleness", "kind": "staleness", "op": "read"},
        {"id": "fresh", "kind": "fresh", "op": "job"},
        {"id": "fanout", "kind": "fanout", "op": "post", "recipients": 10**6},
    ],
    "Resilience": [
        {"id": "instance", "kind": "survives", "fault": {"lose": "instance"}},
        {"id": "zone", "kind": "survives", "fault": {"lose": "zone"}},
        {"id": "flush", "kind": "survives", "fault": {"lose": "flush"}},
        {"id": "available", "kind": "availability"},
        {"id": "durable", "kind": "durability"},
        {"id": "window", "kind": "loss_window"},
        {"id": "drain", "kind": "drain", "op": "post"},
    ],
    "Excellence": [
        {"id": "growth", "kind": "growth"},
        {"id": "cost", "kind": "cost"},
        {"id": "working", "kind": "utilization"},
        {"id": "slo", "kind": "slo", "within_ms": 200},
        {"id": "batch", "kind": "batch", "op": "read", "count": 10**7},
        {"id": "once", "kind": "exactly_once", "op": "post"},
        {"id": "region", "kind": "survives", "fault": {"lose": "region"}},
    ],
}
DURING: Test = {"id": "during", "kind": "p99", "fault": {"lose": "instance"}}  # any kind may be asked during a fault
EVERY_TEST: list[Test] = [*(test for tests in LEVELS.values() for test in tests), DURING]


def at_random(seed: int) -> Design:
    """A design that validates: up to 60 components of any type and size, up to 200 connections, no cycles."""
    pick = random.Random(seed)  # noqa: S311
    count = pick.choice([pick.randint(1, 12), pick.randint(1, MAX_NODES)])
    nodes = [_random_node(pick, at) for at in range(count)]
    wanted = pick.randint(0, min(MAX_EDGES, count * (count - 1) // 2))
    pairs = (
        {tuple(sorted(pick.sample(range(count), 2))) for _ in range(wanted)} if count > 1 else set[tuple[int, ...]]()
    )
    edges = [{"from": f"n{a}", "to": f"n{b}"} for a, b in sorted(pairs)]
    return {"schema": "sd-graph/1", "nodes": nodes, "edges": edges}


def _random_node(pick: random.Random, at: int) -> Design:
    node = _node(f"n{at}", "client" if at == 0 else pick.choice(TYPES))
    sizes = {"units": 1000, "replicas": 20, "shards": 256, "zones": 6, "regions": 5}
    for size, most in sizes.items():
        if pick.random() < 0.6:
            node[size] = pick.choice([pick.randint(1, most), pick.randint(1, min(6, most))])
    node["failover"] = pick.random() < 0.5
    node["dedup"] = pick.random() < 0.3
    node["consistency"] = pick.choice(["eventual", "leader", "quorum", "multi_leader"])
    for quorum in ("read_quorum", "write_quorum"):
        if pick.random() < 0.3:
            node[quorum] = pick.randint(1, 100)
    if pick.random() < 0.3:
        node["ttl_seconds"] = pick.choice([0.001, 1.0, 3_600.0, 31_536_000.0])
    return node
