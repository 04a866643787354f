"""Rules on what a challenge's designs earn: the reference all, nothing nothing, weaker designs and mutants less."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from progressive_flow.curriculum.authoring.files import Level
from progressive_flow.curriculum.authoring.files.challenges import Challenge, WeakerDesign
from progressive_flow.curriculum.authoring.files.derived import DERIVED
from progressive_flow.curriculum.authoring.files.wording import meant, numbered
from progressive_flow.curriculum.authoring.gates.findings import Finding, is_complete, level_problem, problem
from progressive_flow.curriculum.authoring.gates.grading import FULL_SCORE, GradedChallenge
from progressive_flow.curriculum.authoring.gates.mutants import described, place
from progressive_flow.grading.system_design.engine import KINDS, Evaluation

WEAKER = 2
PERCENT = frozenset({"share", "utilisation"})  # units that people read as a percentage


def check_designs(graded: GradedChallenge, *, allow_incomplete: bool) -> Iterator[Finding]:
    """Everything that the evaluations say against the challenge, but for what only follows from something reported already:
    scores on a level that the reference fails, and what levels that are not written yet may still detect.
    """
    challenge = graded.challenge
    if not challenge.levels:
        return
    complete = is_complete(challenge)
    waiting = allow_incomplete and not complete
    yield from _extremes(graded)
    yield from _unseen(graded, waiting=waiting)
    yield from _weaker(graded, waiting=waiting)
    yield from _rewards(challenge)
    if all(map(_is_full, graded.reference)) and (complete or allow_incomplete):
        yield from _passing(graded, waiting=waiting)
        yield from _mutants(graded, waiting=waiting)
        yield from _harder(graded, waiting=waiting)


def _is_full(outcome: Evaluation) -> bool:
    return outcome.passed and outcome.score >= FULL_SCORE


def _is_settled(graded: GradedChallenge, at: int) -> bool:
    """Whether nothing was reported of a level that changes what designs score on it."""
    cases = graded.challenge.levels[at].test_cases
    return _is_full(graded.reference[at]) and (not at or any(case.hidden for case in cases))


def _extremes(graded: GradedChallenge) -> Iterator[Finding]:
    for at, outcome in enumerate(graded.empty):
        if outcome.score or outcome.passed:
            yield level_problem(graded.challenge, at, "test_cases", "an empty design scores more than 0")
    for number, outcome in enumerate(graded.reference, 1):
        if not _is_full(outcome):
            missed = "; ".join(_missed(result) for result in outcome.test_results if not result["passed"])
            text = f"scores {outcome.score:g} on level {number}, and must earn {FULL_SCORE:g} and pass"
            yield problem(graded.challenge, f"reference_design: {text}: change the design or these targets: {missed}")


def _missed(result: Mapping[str, Any]) -> str:
    """Say what a test measured and what it asks for."""
    observed = "nothing" if result["observed"] is None else _amount(result["observed"], result["unit"])
    direction = "more" if KINDS[result["kind"]].rises else "less"
    target = f"the target is {_amount(result['target'], result['unit'])} or {direction}"
    return f"'{result['id']}' measures {observed}, {target} ({str(result['message']).removesuffix('.')})"


def _amount(value: float, unit: str) -> str:
    return f"{100.0 * value:.6g} %" if unit in PERCENT else f"{value:,.6g} {unit}"


def _unseen(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    """A level after the first whose hidden tests decide nothing can be passed by what visible tests answer."""
    challenge = graded.challenge
    for at, (level, outcome) in enumerate(zip(challenge.levels, graded.reference, strict=False)):
        shown = sum(result["weight"] for result in outcome.test_results if result["visibility"] != "hidden")
        whole = sum(result["weight"] for result in outcome.test_results)
        if at and shown == whole:
            text = "has no hidden test: add one, with visibility 'hidden', of something that the text implies"
            yield level_problem(challenge, at, "test_cases", text, warning=waiting)
        elif at and FULL_SCORE * shown >= level.passing_criteria.min_score * whole:
            text = "passes with every hidden test at 0: raise min_score"
            yield level_problem(challenge, at, "passing_criteria.min_score", text, warning=waiting)


def _weaker(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    if len(challenge.weaker_designs) != WEAKER:
        text = f"has {len(challenge.weaker_designs)}, must have {WEAKER} designs that people really submit"
        yield problem(challenge, f"weaker_designs: {text}", warning=waiting)
    for at, (weaker, outcomes) in enumerate(zip(challenge.weaker_designs, graded.weaker, strict=True)):
        for text in [*_named(challenge, weaker), *_bands(graded, weaker, outcomes)]:
            yield problem(challenge, f"weaker_designs.{at}.expected: '{weaker.name}' {text}")


def _named(challenge: Challenge, weaker: WeakerDesign) -> Iterator[str]:
    """Which levels have no band, and which bands no level, unless it is not written yet."""
    numbers = {level.level for level in challenge.levels}
    if missing := sorted(numbers - set(weaker.expected)):
        yield f"has no band for {numbered(missing)}: add [low, high] of its score there"
    planned = numbers if is_complete(challenge) else set(range(1, challenge.level_count + 1))
    if strays := sorted(set(weaker.expected) - planned):
        yield f"has a band for {numbered(strays)}, which the challenge lacks: take it out"


def _bands(graded: GradedChallenge, weaker: WeakerDesign, found: Sequence[Evaluation]) -> Iterator[str]:
    for number, (low, high) in sorted(weaker.expected.items()):
        if not 0 <= low <= high <= FULL_SCORE:
            yield f"has [{low:g}, {high:g}] for level {number}: it must be [low, high] between 0 and 100"
        elif number <= len(found) and _is_settled(graded, number - 1):
            score = found[number - 1].score
            if not low <= score <= high:
                rules = _by_rule(graded.challenge.levels[number - 1])
                yield f"scores {score:g} on level {number}, expected {low:g} to {high:g}{rules}: change band or design"


def _by_rule(level: Level) -> str:
    """Name what counts on a level although no author wrote it."""
    names = [case.id for case in level.test_cases if case.id in DERIVED]
    if level.level > 1 and any(case.hidden for case in level.test_cases):
        names.append("the weights of hidden tests")
    return f" (with what follows by a rule: {', '.join(names)})" if names else ""


def _passing(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    for at, (weaker, outcomes) in enumerate(zip(graded.challenge.weaker_designs, graded.weaker, strict=True)):
        if all(outcome.passed for outcome in outcomes):
            text = f"'{weaker.name}' passes every level: choose a design that fails one, or ask for more"
            yield problem(graded.challenge, f"weaker_designs.{at}: {text}", warning=waiting)


def _mutants(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    detected = {mutant.change: mutant.detected_at for mutant in graded.mutants}
    harmless = [harmless_mutant.change for harmless_mutant in challenge.harmless_mutants]
    for at, change in enumerate(harmless):
        if change not in detected:
            hint = meant(change, detected) or ": take it out"
            text = f"no mutant of the reference is called '{change}'{hint}"
            yield problem(challenge, f"harmless_mutants.{at}: {text}")
        elif level := detected[change]:
            text = f"'{change}' loses points on level {level}: remove it from harmless_mutants"
            yield problem(challenge, f"harmless_mutants.{at}: {text}")
    for change, level in detected.items():
        if level is None and change not in harmless:
            yield _undetected(challenge, change, waiting=waiting)


def _undetected(challenge: Challenge, change: str, *, waiting: bool) -> Finding:
    where = f"reference_design.{place(change, challenge.reference_design)}" if challenge.reference_design else ""
    text = (
        f"{described(change)} the reference still earns {FULL_SCORE:g} on every level: add a test that fails then, "
        f"or list the change '{change}' in harmless_mutants with the reason"
    )
    return problem(challenge, f"{where}: {text}", warning=waiting)


def _rewards(challenge: Challenge) -> Iterator[Finding]:
    for at, (before, after) in enumerate(pairwise(challenge.levels), 1):
        for field in ("xp_reward", "estimated_minutes"):
            least, found = getattr(before, field), getattr(after, field)
            if found < least:
                text = f"{found} is less than the {least} of level {before.level}: it must not fall"
                yield level_problem(challenge, at, field, text)


def _harder(graded: GradedChallenge, *, waiting: bool) -> Iterator[Finding]:
    challenge = graded.challenge
    for at, level in enumerate(challenge.levels):
        if at and graded.reference and not graded.rejects(level.level):
            text = (
                "rejects no design that passed the levels before: ask for something that a weaker design or a small "
                "change of the reference lacks"
            )
            yield level_problem(challenge, at, "test_cases", text, warning=waiting)
