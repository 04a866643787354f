"""Cheats that add nonsense to a design, or draw one that makes no sense at all."""

from collections.abc import Sequence
from itertools import pairwise

from progressive_flow.grading.system_design.design_graph import MAX_EDGES
from progressive_flow_local.cli.cheats.played import (
    COUNTED,
    SIZES,
    Graph,
    Played,
    Try,
    attempt,
    each_level,
    on_each_level,
    passes,
    with_all,
)

LARGE = {"units": 64, "replicas": 3, "shards": 8, "zones": 3, "failover": True, "dedup": True, "consistency": "leader"}
# Every type, in an order in which a request may pass them.
ORDER = (
    "client", "dns", "cdn", "load_balancer", "api_gateway", "websocket_gateway", "scheduler", "app_server", "stream",
    "queue", "stream_processor", "worker", "transcoder", "cache", "coordination", "search_index", "nosql", "database",
    "time_series", "warehouse", "object_store", "external",
)  # fmt: skip
SERVERS = ("app_server", "worker", "transcoder", "stream_processor")
CACHE = "spare-cache"


def all_types_all_edges(played: Played) -> list[Try]:
    """Draw every type that the level offers with every edge that goes forward, large or at its limit."""
    limits = {**SIZES, "zones": 6, "failover": True, "dedup": True, "consistency": "leader"}
    designs = {
        number: [with_all(_everything(level["requirements"]["allowed_types"]), size) for size in (LARGE, limits)]
        for number, level in played.levels.items()
    }
    return each_level(played, designs)


def _everything(allowed: Sequence[str]) -> Graph:
    kinds = [kind for kind in ORDER if kind in allowed]
    edges = [{"from": a, "to": b} for at, a in enumerate(kinds) for b in kinds[at + 1 :]]
    return {"schema": "sd-graph/1", "nodes": [{"id": kind, "type": kind} for kind in kinds], "edges": edges[:MAX_EDGES]}


def database_first(played: Played) -> list[Try]:
    """Draw a client that asks a database, which asks servers, which ask a balancer, which asks all other parts."""
    chain = ["client", "database", "app_server", "load_balancer"]
    others = sorted({node["type"] for node in played.reference["nodes"]} - set(chain))
    edges = [{"from": a, "to": b} for a, b in pairwise(chain)]
    edges += [{"from": "load_balancer", "to": kind} for kind in others]
    graph: Graph = {"schema": "sd-graph/1", "nodes": [{"id": k, "type": k} for k in (*chain, *others)], "edges": edges}
    return on_each_level(played, [with_all(graph, LARGE)])


def every_flag(played: Played) -> list[Try]:
    """Set every flag on every part of the reference, which costs nothing where flags are free."""
    flags = {"failover": True, "zones": 6, "dedup": True}
    return on_each_level(played, [with_all(played.reference, flags)])


def ornaments(played: Played) -> list[Try]:
    """Add a part of each type that the reference has, on an edge that nothing needs."""
    nodes = [*played.reference["nodes"]]
    entry = next((node["id"] for node in nodes if node["type"] == "client"), nodes[0]["id"])
    spare = [{"id": f"spare-{kind}", "type": kind} for kind in sorted({node["type"] for node in nodes} - {"client"})]
    edges = [*played.reference["edges"], *({"from": entry, "to": node["id"]} for node in spare if _idle(node["type"]))]
    return on_each_level(played, [{**played.reference, "nodes": [*nodes, *spare], "edges": edges}])


def _idle(kind: str) -> bool:
    """Return whether a part of this type, with no edge onward, gets no request."""
    return kind in {*SERVERS, "load_balancer", "api_gateway", "websocket_gateway"}


def optional_edges_cut(played: Played) -> list[Try]:
    """Cut every edge of the reference without which the level's visible tests still pass, and submit what is left."""
    found: list[Try] = []
    for number in COUNTED:
        level = played.levels[number]
        shown = {**level, "test_cases": [test for test in level["test_cases"] if test["visibility"] == "visible"]}
        graph, cut = played.reference, 0
        for edge in played.reference["edges"]:
            left = {**graph, "edges": [other for other in graph["edges"] if other != edge]}
            tried = attempt(shown, left)
            if tried is not None and tried.score == 100.0:  # noqa: PLR2004 - all visible tests pass
                graph, cut = left, cut + 1
        found.append(Try(played.slug, number, cut > 0 and passes(level, graph)))
    return found


def caches_everywhere(played: Played) -> list[Try]:
    """Put a cache whose copies live for a second beside every server of the reference."""
    nodes = [{**node, "ttl_seconds": 1.0} if node["type"] == "cache" else node for node in played.reference["nodes"]]
    spare = {"id": CACHE, "type": "cache", "ttl_seconds": 1.0}
    edges = [{"from": node["id"], "to": CACHE} for node in nodes if node["type"] in SERVERS]
    graph = {**played.reference, "nodes": [*nodes, spare], "edges": [*played.reference["edges"], *edges]}
    return on_each_level(played, [graph])
