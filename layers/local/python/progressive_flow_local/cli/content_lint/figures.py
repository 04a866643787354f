"""Figures of graded challenges, for the tables and the report."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.gates.grading import GradedChallenge
from progressive_flow.grading.system_design.engine import KINDS, Evaluation

HALF = 0.5


class LevelFigures(NamedTuple):
    """A level in the summary. ``margin`` is how far the reference is beyond its nearest target, of which test
    ``weakest`` is; ``killed`` counts the mutants that lose points here first.
    """

    slug: str
    level: int
    tests: int
    margin: float | None
    weakest: str
    killed: int
    mutants: int


def figures(graded: GradedChallenge) -> Iterator[LevelFigures]:
    """One for each level."""
    detected = [mutant.detected_at for mutant in graded.mutants]
    for at, level in enumerate(graded.challenge.levels):
        margin, weakest = _weakest(graded.reference[at]) if graded.reference else (None, "")
        tests, killed = len(level.test_cases), detected.count(at + 1)
        yield LevelFigures(graded.challenge.slug, at + 1, tests, margin, weakest, killed, len(detected))


def margin(result: Mapping[str, Any]) -> float | None:
    """How far beyond its target a test is, relative to the target; None if there is nothing to report.

    A target that is met exactly is a count or a share that cannot be better, such as 100 % served.
    """
    observed, target = result["observed"], result["target"]
    if observed is None:
        return -1.0
    if observed == target:
        return None
    beyond = observed - target if KINDS[result["kind"]].rises else target - observed
    # of a share near 1 what counts is what is missing: 99.95 % is half of what 99.9 % leaves
    near_one = result["unit"] == "share" and HALF < target < 1
    return float(beyond / ((1 - target) if near_one else abs(target) or 1))


def _weakest(found: Evaluation) -> tuple[float | None, str]:
    margins = [(value, result["id"]) for result in found.test_results if (value := margin(result)) is not None]
    return min(margins, default=(None, ""))
