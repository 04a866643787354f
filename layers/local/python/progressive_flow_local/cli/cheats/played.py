"""A challenge as a cheat sees it, and what an attempt answers."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import CATALOGUE, Evaluation, evaluate
from progressive_flow.grading.system_design.fitting import takes

Graph = dict[str, Any]
Node = dict[str, Any]

LEVELS = (1, 2, 3, 4, 5)
COUNTED = (2, 3, 4, 5)  # level 1 says in words what is connected to what, so passing it takes no cheat
SIZES = {"units": 1000, "replicas": 20, "shards": 256}


class Played(NamedTuple):
    """A challenge: its levels as attempts are graded by them, and its reference design."""

    slug: str
    track: str
    levels: dict[int, dict[str, Any]]
    reference: Graph


class Try(NamedTuple):
    """One count of a cheat: a level, or an exchange in a challenge (then ``level`` is 0).

    ``tries`` counts trials and attempts until it passed or gave up.
    """

    slug: str
    level: int
    passed: bool
    tries: int = 1
    what: str = ""


def read(challenges: Sequence[Challenge]) -> list[Played]:
    """Return the challenges with all levels and a reference design as cheats play them."""
    return [
        Played(
            challenge.slug,
            challenge.track,
            {level.level: plain(level) for level in challenge.levels},
            challenge.reference_design.as_graph(),
        )
        for challenge in challenges
        if challenge.reference_design and len(challenge.levels) == len(LEVELS)
    ]


def attempt(level: Mapping[str, Any], graph: Graph) -> Evaluation | None:
    """Grade a design as an attempt would, without the parts that the level does not offer; None if it is refused."""
    fitted = fit(graph, level["requirements"]["allowed_types"])
    try:
        Design.model_validate(fitted)
    except ValidationError:
        return None
    return evaluate(fitted, level["requirements"], level["test_cases"], level["passing_criteria"])


def passes(level: Mapping[str, Any], graph: Graph) -> bool:
    """Return whether an attempt with this design passes."""
    found = attempt(level, graph)
    return found is not None and found.passed


def fit(graph: Graph, allowed: Sequence[str]) -> Graph:
    """Return the design without what the level refuses: a cheat takes it away and submits again."""
    nodes = [_fit_node(node) for node in graph["nodes"] if node["type"] in allowed]
    kept = {node["id"] for node in nodes}
    edges = [edge for edge in graph["edges"] if edge["from"] in kept and edge["to"] in kept]
    return {**graph, "nodes": nodes, "edges": edges}


def _fit_node(node: Node) -> Node:
    has = {"id", "type", "units", "replicas", *takes(node["type"])}
    fitted = {name: value for name, value in node.items() if name in has}
    if "units" in fitted:
        fitted["units"] = min(fitted["units"], CATALOGUE[node["type"]].max_units)
    return fitted


def topology(reference: Graph) -> Graph:
    """Return the reference's parts and edges without sizes and flags: what the text of level 1 says."""
    return {**reference, "nodes": [{"id": node["id"], "type": node["type"]} for node in reference["nodes"]]}


def with_all(graph: Graph, change: Mapping[str, Any]) -> Graph:
    """Return the design with the same fields set on every part but the clients."""
    nodes = [node if node["type"] == "client" else {**node, **change} for node in graph["nodes"]]
    return {**graph, "nodes": nodes}


def each_level(played: Played, designs: Mapping[int, Sequence[Graph]]) -> list[Try]:
    """Count the levels from 2 on that one of their designs passes."""
    found: list[Try] = []
    for number in COUNTED:
        if number in played.levels:
            level = played.levels[number]
            passed = any(passes(level, graph) for graph in designs[number])
            found.append(Try(played.slug, number, passed, len(designs[number])))
    return found


def on_each_level(played: Played, graphs: Sequence[Graph]) -> list[Try]:
    """Count the levels from 2 on that one of these designs passes."""
    return each_level(played, dict.fromkeys(COUNTED, graphs))
