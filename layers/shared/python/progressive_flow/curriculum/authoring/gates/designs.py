"""Rules on what a challenge's designs earn: the reference all, nothing nothing, weaker designs and mutants less."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from progressive_flow.curriculum.authoring.files.challenges import Challenge, WeakerDesign
from progressive_flow.curriculum.authoring.gates.findings import Finding, is_complete, problem
from progressive_flow.curriculum.authoring.gates.grading import FULL_SCORE, GradedChallenge
from progressive_flow.grading.system_design.engine import Evaluation

WEAKER = 2


def check_designs(graded: GradedChallenge, *, allow_incomplete: bool) -> Iterator[Finding]:
    """Everything that the evaluations say against the challenge."""
    challenge = graded.challenge
    if not challenge.levels:
        return
    # a later level may still detect what these have not
    waiting = allow_incomplete and not is_complete(challenge)
    yield from _extremes(graded)
    yield from _unseen(graded, waiting=waiting)
    yield from _weaker(graded, waiting=waiting)
    yield from _mutants(graded, waiting=waiting)
    yield from _harder(graded, waiting=waiting)


def _extremes(graded: GradedChallenge) -> Iterator[Finding]:
    for at, outcome in enumerate(graded.empty):
        if outcome.score or outcome.passed:
            yield problem(graded.challenge, f"levels.{at}.test_cases: an empty design scores more than 0")
    for number, outcome in enumerate(graded.reference, 1):
        if outcome.score < FULL_SCORE or not outcome.passed:
            failed = [
                f"{test_result['id']} ({test_result['message']})"
                for test_result in outcome.test_results
                if not test_result["passed"]
            ]
            text = f"reference_design: scores {outcome.score:g} on level {number}: {', '.join(failed)}"
            yield problem(graded.challenge, text)


def _unseen(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    """A level after the first whose hidden tests decide nothing can be passed by what visible tests answer."""
    for at, (level, outcome) in enumerate(zip(graded.challenge.levels, graded.reference, strict=False)):
        shown = sum(result["weight"] for result in outcome.test_results if result["visibility"] != "hidden")
        whole = sum(result["weight"] for result in outcome.test_results)
        if at and FULL_SCORE * shown >= level.passing_criteria.min_score * whole:
            text = f"levels.{at}.test_cases: level {level.level} passes with every hidden test at 0: add a hidden test"
            yield problem(graded.challenge, text, warning=waiting)


def _weaker(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    if len(challenge.weaker_designs) != WEAKER:
        text = f"weaker_designs: must be {WEAKER}, not {len(challenge.weaker_designs)}"
        yield problem(challenge, text, warning=waiting)
    for weaker, outcomes in zip(challenge.weaker_designs, graded.weaker, strict=True):
        for text in _bands(challenge, weaker, outcomes):
            yield problem(challenge, f"weaker_designs.{weaker.name}: {text}")
        if all(outcome.passed for outcome in outcomes):
            yield problem(challenge, f"weaker_designs.{weaker.name}: passes every level", warning=waiting)


def _bands(challenge: Challenge, weaker: WeakerDesign, found: Sequence[Evaluation]) -> Iterator[str]:
    numbers = {level.level for level in challenge.levels}
    if set(weaker.expected) != numbers:
        yield f"expected: must name levels {sorted(numbers)}, names {sorted(weaker.expected)}"
    for number, (low, high) in sorted(weaker.expected.items()):
        if not 0 <= low <= high <= FULL_SCORE:
            yield f"expected.{number}: must be [low, high] between 0 and 100"
        elif number in numbers and not low <= found[number - 1].score <= high:
            yield f"scores {found[number - 1].score:g} on level {number}, expected {low:g} to {high:g}"


def _mutants(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    harmless = {harmless_mutant.change for harmless_mutant in challenge.harmless_mutants}
    detected = {mutant.change: mutant.detected_at for mutant in graded.mutants}
    for change in sorted(harmless - set(detected)):
        yield problem(challenge, f"harmless_mutants: no mutant of the reference is called '{change}'")
    for change, level in detected.items():
        if level is None and change not in harmless:
            text = f"reference_design: no test detects '{change}': test it, or list it in harmless_mutants"
            yield problem(challenge, text, warning=waiting)
        if level is not None and change in harmless:
            yield problem(challenge, f"harmless_mutants: '{change}' loses points on level {level}: remove it there")


def _harder(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    for at, (before, after) in enumerate(pairwise(challenge.levels), 1):
        for field in ("xp_reward", "estimated_minutes"):
            if getattr(after, field) < getattr(before, field):
                yield problem(challenge, f"levels.{at}.{field}: is less than on level {before.level}")
        if graded.reference and not graded.rejects(after.level):
            text = f"levels.{at}.test_cases: level {after.level} rejects no design that passed the levels before"
            yield problem(challenge, text, warning=waiting)
