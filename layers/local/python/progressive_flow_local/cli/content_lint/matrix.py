"""Whether the reference of one challenge passes another one's Excellence: then the two ask the same thing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.curriculum.authoring.gates.findings import Finding, is_complete
from progressive_flow.curriculum.authoring.gates.grading import on, stored

MAX_PASSING = 0.05
# Quick to measure, and they distinguish most systems.
STRUCTURAL = frozenset({"path", "no_orphans", "edge_forbidden", "instances", "isolated"})


class Column(NamedTuple):
    """A challenge's Excellence, and whose references are to be tried on it."""

    slug: str
    level: dict[str, Any]
    designs: dict[str, dict[str, Any]]


class Matrix(NamedTuple):
    """Challenges with all levels; ``passing`` are pairs of a reference's and a level's challenge."""

    slugs: list[str]
    passing: list[tuple[str, str]]

    @property
    def pairs(self) -> int:
        """How many pairs of two challenges there are."""
        return len(self.slugs) * (len(self.slugs) - 1)


def columns(challenges: Sequence[Challenge]) -> list[Column]:
    """One for each challenge with all its levels."""
    full = [challenge for challenge in challenges if is_complete(challenge) and challenge.reference_design]
    designs = {
        challenge.slug: challenge.reference_design.as_graph() for challenge in full if challenge.reference_design
    }
    return [
        Column(
            challenge.slug,
            stored(challenge.levels[-1]),
            {slug: graph for slug, graph in designs.items() if slug != challenge.slug},
        )
        for challenge in full
    ]


def passing(column: Column) -> list[tuple[str, str]]:
    """The pairs whose reference passes the column's level."""
    return [(slug, column.slug) for slug, graph in column.designs.items() if _passes(column.level, graph)]


def check_matrix(matrix: Matrix) -> Iterator[Finding]:
    """Few may pass by accident."""
    if matrix.pairs and len(matrix.passing) > MAX_PASSING * matrix.pairs:
        share = 100 * len(matrix.passing) / matrix.pairs
        text = f"{len(matrix.passing)} of {matrix.pairs} pairs pass another challenge's Excellence ({share:.1f} %)"
        yield Finding(f"content: cross-matrix: {text}, at most {100 * MAX_PASSING:g} % may")


def _passes(level: Mapping[str, Any], graph: Mapping[str, Any]) -> bool:
    """Ask what is quick first: a type that cannot be submitted, then the structure that must be there."""
    requirements = level["requirements"]
    if not {node["type"] for node in graph["nodes"]} <= set(requirements["allowed_types"]):
        return False
    needed = set(level["passing_criteria"]["must_pass"])
    quick = [case for case in level["test_cases"] if case["id"] in needed and case["kind"] in STRUCTURAL]
    criteria = {"min_score": 100, "must_pass": [case["id"] for case in quick]}
    if quick and not on({**level, "test_cases": quick, "passing_criteria": criteria}, graph).passed:
        return False
    return on(level, graph).passed
