"""Plays learners who do think: how many tries do they need, and do they meet the budget?

Each path begins with a design that the author of the challenge wrote down as one that people really submit and that falls
short. The learner runs a trial after each change and submits what passes it. Three of four changes, in the mean, make a
part or an edge as the reference has it, in a random order; the others help nothing. No try comes back meanwhile.
"""

import random
from collections.abc import Sequence
from typing import Any

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.kernel import settings
from progressive_flow.learning.submissions.service import visible
from progressive_flow_local.cli.cheats.played import COUNTED, Graph, Try, attempt

SEED = 34
CHANGES = 4 / 3  # of so many changes one repairs something, in the mean
Levels = dict[int, dict[str, Any]]


def play(challenge: Challenge, changes: float = CHANGES) -> list[Try]:
    """Return one path for each level from 2 on and each weaker design that fails there: ``tries`` until it passes.

    The pass itself takes none.
    """
    if challenge.reference_design is None:
        return []
    draw = random.Random(f"{SEED}:{challenge.slug}")  # noqa: S311 - a simulation, not a secret
    reference = challenge.reference_design.as_graph()
    levels: Levels = {level.level: plain(level) for level in challenge.levels}
    starts = [(number, weaker.design.as_graph()) for weaker in challenge.weaker_designs for number in COUNTED]
    paths = [_path(draw, challenge.slug, number, levels, (graph, reference), changes) for number, graph in starts]
    return [path for path in paths if path.tries > 1 or not path.passed]


def share_beyond(paths: Sequence[Try], budget: int) -> float:
    """Return the share of the paths that need more tries than a full budget has."""
    return sum(path.tries > budget or not path.passed for path in paths) / len(paths) if paths else 0.0


def line(challenges: Sequence[Challenge]) -> str:
    """Return in a sentence how many paths meet the limit."""
    budget = settings.tries().tries
    paths = [path for challenge in challenges for path in play(challenge)]
    beyond = share_beyond(paths, budget)
    return f"Of {len(paths)} honest paths to a pass {beyond:.1%} take more than {budget} tries."


def _path(
    draw: random.Random, slug: str, number: int, levels: Levels, ends: tuple[Graph, Graph], changes: float
) -> Try:
    graph, reference = ends
    tries = 0
    while True:
        tries += 1  # the trial
        trial = attempt(_shown(levels[number]), graph)
        if trial is not None and trial.passed:
            submitted = attempt(levels[number], graph)
            if submitted is not None and submitted.passed:
                return Try(slug, number, passed=True, tries=tries)
            tries += 1
        mistakes = _mistakes(graph, reference)
        if not mistakes:
            return Try(slug, number, passed=False, tries=tries)
        while draw.random() >= 1 / changes:
            tries += 1
        graph = _repaired(graph, draw.choice(mistakes))


def _shown(level: dict[str, Any]) -> dict[str, Any]:
    """Return the level as a trial grades it."""
    tests = visible(level["test_cases"])
    known = {test["id"] for test in tests}
    criteria = level["passing_criteria"]
    must = [name for name in criteria.get("must_pass", ()) if name in known]
    return {**level, "test_cases": tests, "passing_criteria": {**criteria, "must_pass": must}}


Mistake = tuple[str, Any]  # "part", "no part", "edge" or "no edge", and which


def _mistakes(graph: Graph, reference: Graph) -> list[Mistake]:
    right = {part["id"] for part in reference["nodes"]}
    return [
        *(("part", part) for part in reference["nodes"] if part not in graph["nodes"]),
        *(("no part", part) for part in graph["nodes"] if part["id"] not in right),
        *(("edge", edge) for edge in reference["edges"] if edge not in graph["edges"] and _has_both(graph, edge)),
        *(("no edge", edge) for edge in graph["edges"] if edge not in reference["edges"]),
    ]


def _has_both(graph: Graph, edge: dict[str, str]) -> bool:
    return {edge["from"], edge["to"]} <= {part["id"] for part in graph["nodes"]}


def _repaired(graph: Graph, mistake: Mistake) -> Graph:
    """Return the design with one part or edge as it should be; a part that goes takes its edges along."""
    match mistake:
        case ("part", part):
            kept = [other for other in graph["nodes"] if other["id"] != part["id"]]
            return {**graph, "nodes": [*kept, part]}
        case ("no part", part):
            kept = [other for other in graph["nodes"] if other != part]
            edges = [edge for edge in graph["edges"] if part["id"] not in {edge["from"], edge["to"]}]
            return {**graph, "nodes": kept, "edges": edges}
        case ("edge", edge):
            return {**graph, "edges": [*graph["edges"], edge]}
        case (_, edge):
            return {**graph, "edges": [other for other in graph["edges"] if other != edge]}
