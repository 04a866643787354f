"""Tables for a terminal, in plain text that keeps its columns wherever it is sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from progressive_flow.curriculum.authoring.files.cases import Case
from progressive_flow.curriculum.authoring.gates.grading import FULL_SCORE, GradedChallenge
from progressive_flow_local.cli.content_lint.figures import figures
from progressive_flow_local.cli.content_lint.matrix import Matrix

SUMMARY = ("challenge", "level", "tests", "margin", "killed", "weakest link")


def summary(graded: Sequence[GradedChallenge]) -> list[str]:
    """One line a level: tests, the reference's margin, mutants that lose points here first, the weakest link."""
    rows = [
        (level.slug, level.level, level.tests, percent(level.margin), f"{level.killed}/{level.mutants}", level.weakest)
        for challenge in graded
        for level in figures(challenge)
    ]
    return columns([SUMMARY, *rows]) if rows else []


def together(matrix: Matrix, shapes: Sequence[Sequence[str]]) -> Iterator[str]:
    """What the challenges are to each other."""
    if matrix.pairs:
        yield f"cross-matrix: {len(matrix.passing)} of {matrix.pairs} pairs pass another challenge's Excellence"
        yield from (f"  {design} passes {level}" for design, level in matrix.passing)
    alike = [group for group in shapes if len(group) > 1]
    yield f"shapes: {len(shapes)} of {sum(map(len, shapes))} references differ as typed graphs"
    yield from (f"  alike: {', '.join(group)}" for group in alike)


def details(graded: GradedChallenge) -> Iterator[str]:
    """Per level what each design measures and scores, then the mutants: what an author sets targets by."""
    names = ["reference", *(weaker_design.name for weaker_design in graded.challenge.weaker_designs)]
    for at, level in enumerate(graded.challenge.levels):
        by_design = [
            *([graded.reference[at]] if graded.reference else []),
            *(outcomes[at] for outcomes in graded.weaker),
        ]
        shown = names if graded.reference else names[1:]
        rows: list[tuple[object, ...]] = [("test", "kind", "target", "floor", "weight", "visibility", *shown)]
        for place, case in enumerate(level.test_cases):
            rows.append((*case_texts(case), *(cell(outcome.test_results[place]) for outcome in by_design)))
        verdicts = [f"{outcome.score:g} {'passed' if outcome.passed else 'not passed'}" for outcome in by_design]
        rows.append(("score", "", "", "", "", "", *verdicts))
        yield f"{graded.challenge.slug}, level {level.level}: {level.name}"
        yield from columns(rows)
        yield ""
    yield from _mutants(graded)


def columns(rows: Sequence[Sequence[object]]) -> list[str]:
    """The rows as lines, each column as wide as its widest entry."""
    texts = [[str(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in texts]


def percent(value: float | None) -> str:
    """A relative margin, or a dash."""
    return "-" if value is None else f"{100 * value:+.1f} %"


def case_texts(case: Case) -> tuple[str, ...]:
    """A test's id, kind with what narrows it, target, floor, weight and visibility."""
    target, floor = case.bounds()
    what = [case.kind, *([case.op] if case.op else []), *([case.type] if case.type else []), *_fault(case)]
    return (case.id, " ".join(what), f"{target:g}", f"{floor:g}", f"{case.weight:g}", case.visibility)


def _fault(case: Case) -> list[str]:
    if case.fault is None:
        return []
    lost = [case.fault.lose, *([case.fault.type] if case.fault.type else [])]
    return ["/".join([*lost, *([str(case.fault.count)] if case.fault.count > 1 else [])])]


def cell(result: Mapping[str, Any]) -> str:
    """What a test measured, with its score of 100 behind it if that is not full."""
    observed = "-" if result["observed"] is None else f"{result['observed']:.4g}"
    return observed if result["passed"] else f"{observed} ({100 * result['score']:.0f})"


def _mutants(graded: GradedChallenge) -> Iterator[str]:
    rows: list[tuple[object, ...]] = [("mutant", "detected on", "score", "tests it fails there")]
    for mutant in graded.mutants:
        outcome = next((candidate for candidate in mutant.outcomes if candidate.score < FULL_SCORE), None)
        if outcome:
            rows.append((mutant.change, f"level {mutant.detected_at}", f"{outcome.score:g}", ", ".join(outcome.failed)))
        else:
            rows.append((mutant.change, "no level", "", ""))
    yield from columns(rows) if graded.mutants else ()
