"""One design for all challenges, found by random changes from a fixed seed."""

import random
from collections.abc import Sequence

from progressive_flow.grading.system_design.design_graph import MAX_EDGES
from progressive_flow_local.cli.cheats.nonsense import ORDER
from progressive_flow_local.cli.cheats.played import COUNTED, SIZES, Graph, Node, Played, Try, attempt, on_each_level

SEED = 15
STEPS = 400
SAMPLED = 4  # the search looks at every fourth challenge, the count at all of them
CONSISTENCIES = ("leader", "quorum", "eventual")
BEGINNING: Node = {"units": 16, "replicas": 3, "zones": 3, "failover": True, "dedup": True, "consistency": "leader"}


def search(challenges: Sequence[Played], steps: int = STEPS) -> Graph:
    """Return the best design found for every fourth challenge; the same for the same challenges and number of steps."""
    draw = random.Random(SEED)  # noqa: S311 - a search, not a secret
    sample = challenges[::SAMPLED]
    graph = _beginning()
    best = _worth(sample, graph)
    for _ in range(steps):
        changed = _changed(draw, graph)
        worth = _worth(sample, changed)
        if worth >= best:
            graph, best = changed, worth
    return graph


def play(graph: Graph, played: Played) -> list[Try]:
    """Count the levels that the one design passes."""
    return on_each_level(played, [graph])


def _beginning() -> Graph:
    nodes = [{"id": kind, "type": kind, **(BEGINNING if kind != "client" else {})} for kind in ORDER]
    edges = [{"from": a, "to": b} for at, a in enumerate(ORDER) for b in ORDER[at + 1 :]]
    return {"schema": "sd-graph/1", "nodes": nodes, "edges": edges[:MAX_EDGES]}


def _worth(sample: Sequence[Played], graph: Graph) -> tuple[int, float]:
    """Levels passed, and points of all levels to prefer what is nearer."""
    found = [attempt(played.levels[number], graph) for played in sample for number in COUNTED]
    graded = [one for one in found if one]
    return sum(one.passed for one in graded), sum(one.score for one in graded)


def _changed(draw: random.Random, graph: Graph) -> Graph:
    """Change an edge, or one field of a part."""
    if draw.random() < 0.5:  # noqa: PLR2004 - a coin
        return {**graph, "edges": _edges(draw, graph)}
    nodes = list(graph["nodes"])
    at = draw.randrange(1, len(nodes))
    nodes[at] = {**nodes[at], **_field(draw, nodes[at])}
    nodes[at]["zones"] = min(nodes[at].get("zones", 1), nodes[at].get("replicas", 1))
    return {**graph, "nodes": nodes}


def _edges(draw: random.Random, graph: Graph) -> list[dict[str, str]]:
    low, high = sorted(draw.sample(range(len(ORDER)), 2))
    edge = {"from": ORDER[low], "to": ORDER[high]}
    left = [other for other in graph["edges"] if other != edge]
    return left if len(left) < len(graph["edges"]) else [*left, edge][-MAX_EDGES:]


def _field(draw: random.Random, node: Node) -> Node:
    what = draw.choice(("units", "replicas", "shards", "zones", "failover", "dedup", "consistency", "ttl_seconds"))
    if what in SIZES:
        return {what: max(1, min(SIZES[what], int(node.get(what, 1) * draw.choice((0.25, 0.5, 2, 4)))))}
    if what == "zones":
        return {what: draw.choice((1, 2, 3))}
    if what == "consistency":
        return {what: draw.choice(CONSISTENCIES)}
    if what == "ttl_seconds":
        return {what: draw.choice((1.0, 10.0, 60.0, 300.0))}
    return {what: not node.get(what, False)}
