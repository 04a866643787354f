"""Grades the designs of a challenge on each of its levels: the reference, an empty one, weaker designs, mutants."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge, Level, plain
from progressive_flow.curriculum.authoring.gates.mutants import mutants
from progressive_flow.grading.system_design.engine import Evaluation, evaluate

Graph = Mapping[str, Any]
EMPTY: Graph = {"schema": "sd-graph/1", "nodes": [], "edges": []}
FULL_SCORE = 100.0


class Outcome(NamedTuple):
    """What is kept of a mutant's evaluation."""

    score: float
    passed: bool
    failed: tuple[str, ...]


class Mutant(NamedTuple):
    """A change of the reference, with its outcomes by level: up to the first that detects it, or further."""

    change: str
    outcomes: list[Outcome]

    @property
    def detected_at(self) -> int | None:
        """The first level on which it loses points."""
        return next((at for at, outcome in enumerate(self.outcomes, 1) if outcome.score < FULL_SCORE), None)


class GradedChallenge(NamedTuple):
    """All evaluations of a challenge; lists are by level, of weaker designs by design first."""

    challenge: Challenge
    reference: list[Evaluation]
    empty: list[Evaluation]
    weaker: list[list[Evaluation]]
    mutants: list[Mutant]

    def rejects(self, number: int) -> bool:
        """Whether a level does not let pass something that passed all levels before."""
        verdicts = [[outcome.passed for outcome in mutant.outcomes] for mutant in self.mutants]
        verdicts += [[outcome.passed for outcome in outcomes] for outcomes in self.weaker]
        return any(
            len(passed) >= number and all(passed[: number - 1]) and not passed[number - 1] for passed in verdicts
        )


def grade_challenge(challenge: Challenge) -> GradedChallenge:
    """Evaluate everything; without a reference design there is nothing but the empty one."""
    levels = [stored(level) for level in challenge.levels]
    graph = challenge.reference_design.as_graph() if challenge.reference_design else None
    weaker = [weaker_design.design.as_graph() for weaker_design in challenge.weaker_designs]
    changed = mutants(graph) if graph else {}
    graded = GradedChallenge(
        challenge,
        [on(level, graph) for level in levels] if graph else [],
        [on(level, EMPTY) for level in levels],
        [[on(level, design) for level in levels] for design in weaker],
        [Mutant(change, _until_detected(levels, mutant_graph)) for change, mutant_graph in changed.items()],
    )
    _look_further(graded, levels, changed)
    return graded


def stored(level: Level) -> dict[str, Any]:
    """Return the level as attempts are graded by it."""
    return plain(level)


def on(level: Mapping[str, Any], graph: Graph) -> Evaluation:
    """Evaluate a design on a stored level."""
    return evaluate(graph, level["requirements"], level["test_cases"], level["passing_criteria"])


def _until_detected(levels: Sequence[Mapping[str, Any]], graph: Graph) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for level in levels:
        outcomes.append(_outcome(level, graph))
        if outcomes[-1].score < FULL_SCORE:
            break
    return outcomes


def _look_further(graded: GradedChallenge, levels: Sequence[Mapping[str, Any]], changed: Mapping[str, Graph]) -> None:
    """Take mutants that were detected and still passed to the next levels, for as long as one seems to reject nothing.

    Most levels have rejected something by then, which spares half of all evaluations.
    """
    for mutant in graded.mutants:
        if all(graded.rejects(number) for number in range(2, len(levels) + 1)):
            return
        while mutant.outcomes[-1].passed and len(mutant.outcomes) < len(levels):
            mutant.outcomes.append(_outcome(levels[len(mutant.outcomes)], changed[mutant.change]))


def _outcome(level: Mapping[str, Any], graph: Graph) -> Outcome:
    found = on(level, graph)
    failed = tuple(str(result["id"]) for result in found.test_results if not result["passed"])
    return Outcome(found.score, found.passed, failed)
