"""Short ways to write designs, workloads and tests."""

import random
from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from progressive_flow.grading.system_design.engine import CATALOGUE_VERSION
from progressive_flow.grading.system_design.engine.caching import Wanted, hit_ratios
from progressive_flow.grading.system_design.engine.coverage import coverage
from progressive_flow.grading.system_design.engine.graph import Graph, read_graph
from progressive_flow.grading.system_design.engine.kinds import Measure, advise, measure
from progressive_flow.grading.system_design.engine.model import Model, build
from progressive_flow.grading.system_design.engine.routing import Route, trace
from progressive_flow.grading.system_design.engine.workload import Operation, read_operations

Design = dict[str, Any]
Sized = tuple[str, dict[str, Any]]
PIPE = "c>a>q>w>db"


def draw(nodes: Mapping[str, Any], edges: str = "") -> Design:
    """``draw({"c": "client", "app": ("app_server", {"units": 2})}, "c>app>db c>dns")``: chains are split into edges."""
    found: list[dict[str, Any]] = []
    for name, kind in nodes.items():
        what, sizes = (kind, dict[str, Any]()) if isinstance(kind, str) else kind
        defaults = {"units": 1, "replicas": 1, "shards": 1, "zones": 1, "failover": False}
        found.append({"id": name, "type": what, **defaults, **sizes})
    pairs = [pair for chain in edges.split() for pair in zip(chain.split(">"), chain.split(">")[1:], strict=False)]
    return {"schema": "sd-graph/1", "nodes": found, "edges": [{"from": a, "to": b} for a, b in pairs]}


def op(name: str = "read", **more: object) -> dict[str, Any]:
    """An operation: 100 reads a second that end in a database. ``async_`` stands for the keyword."""
    found = {"id": name, "kind": "read", "rps": 100.0, "store": ["database"], **more}
    return {"async" if key == "async_" else key: value for key, value in found.items()}


def asks(*operations: Mapping[str, Any], **more: object) -> dict[str, Any]:
    """A level's requirements for 1,000 items of 1,000 bytes; ``more`` replaces parts of the workload."""
    workload = {"items": 1_000, "item_bytes": 1_000, "zipf": 0.9, "operations": list(operations), **more}
    return {"catalogue_version": CATALOGUE_VERSION, "load": 1.0, "workload": workload}


def model_of(design: Design, *operations: Mapping[str, Any], **more: object) -> Model:
    return build(design, asks(*operations, **more))


def run(model: Model, kind: str, **test: object) -> Measure:
    """One test case of this kind."""
    return measure(model, {"id": "t", "kind": kind, **test})


def advice(model: Model, kind: str, **test: object) -> str:
    """The line for one test case of this kind."""
    case = {"id": "t", "kind": kind, **test}
    return advise(model, case, measure(model, case))


def pipe(rps: float = 50.0, **more: Any) -> Model:
    """Jobs that a worker does behind a queue, up to 100 a second, into a store that refuses repeats."""
    nodes = {
        "c": "client",
        "a": "app_server",
        "q": ("queue", {"replicas": 2}),
        "w": "worker",
        "db": ("database", {"dedup": True}),
    }
    return model_of(draw(nodes, PIPE), op("job", kind="write", async_=True, rps=rps, payload_bytes=0, **more))


def route_of(design: Design, operation: Mapping[str, Any], **more: object) -> tuple[Graph, Operation, Route]:
    graph = read_graph(design, ())
    read = read_operations(asks(operation, **more))[0]
    return graph, read, trace(graph, read, coverage(graph, [read])[0])


def hit_ratio(held: float, items: int, zipf: float, lifetime: float = inf) -> float:
    """The hit ratio of an operation that has a list of ``held`` items for itself; ``lifetime`` is counted in look-ups."""
    return hit_ratios((Wanted(1.0, items, 1.0, zipf),), held, lifetime)[0]


def visits_by_id(design: Design, operation: Mapping[str, Any], **more: object) -> dict[str, float]:
    graph, _, route = route_of(design, operation, **more)
    return {node.id: visits for node, visits in zip(graph.nodes, route.visits, strict=True)}


def layered(width: int, kinds: Sequence[str], seed: int) -> Design:
    """A hostile design: full layers, so that the number of paths is width to the power of layers."""
    pick = random.Random(seed)  # noqa: S311
    nodes: dict[str, str | Sized] = {"c": "client"}
    edges: list[str] = []
    before = ["c"]
    while len(nodes) + width < 60 and len(edges) + width * len(before) <= 190 - width:
        layer = [f"n{len(nodes) + at}" for at in range(width)]
        for name in layer:
            sizes = {"units": pick.randint(1, 9), "shards": pick.randint(1, 9), "replicas": pick.randint(1, 20)}
            nodes[name] = (pick.choice(kinds), sizes)
        edges += [f"{a}>{b}" for a in before for b in layer]
        before = layer
    nodes["db"] = ("database", {"units": 9})
    return draw(nodes, " ".join(edges + [f"{name}>db" for name in before]))


def caches_everywhere() -> Design:
    """A hostile design: six servers in a row, each with the same 32 caches of different sizes."""
    servers = [f"a{at}" for at in range(6)]
    caches = [f"k{at}" for at in range(32)]
    nodes: dict[str, str | Sized] = {"c": "client", **dict.fromkeys(servers, "app_server"), "db": "database"}
    nodes |= {name: ("cache", {"units": at + 1}) for at, name in enumerate(caches)}
    edges = [">".join(["c", *servers, "db"]), *(f"{server}>{cache}" for server in servers for cache in caches)]
    return draw(nodes, " ".join(edges))
