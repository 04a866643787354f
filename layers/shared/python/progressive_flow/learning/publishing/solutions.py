"""Whether solutions of the live version still pass: graded by both, with today's grader."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.design_graph import PRESENTATION
from progressive_flow.grading.system_design.engine import Evaluation, evaluate
from progressive_flow.learning.publishing.reports import Solutions

MIN_SHARE = 0.98  # of the solutions that passed; a few that hung on a detail are no reason for another challenge
MAX_EXAMPLES = 5
REPORTED = 50  # solutions between two reports of how far it is

Level = Mapping[str, Any]


class Solution(NamedTuple):
    """A design that passed a level."""

    level: int
    design: dict[str, Any]


class Reference(NamedTuple):
    """The reference design of a version."""

    version: int
    design: dict[str, Any]


def compare(
    live: Sequence[Level],
    new: Sequence[Level],
    solutions: Sequence[Solution],
    references: Iterable[Reference],
    report: Callable[[float], None],
) -> Solutions:
    """Grade solutions and references on the levels of both versions; report how far it is now and then.

    The new version has every level that the live one has.
    """
    before = {level["level"]: level for level in live}
    after = {level["level"]: level for level in new}
    both = [number for number in before if _differ(before[number], after[number])]
    broken: Counter[str] = Counter()
    examples: list[dict[str, Any]] = []
    passed_before = pass_now = 0
    for done, (number, design) in enumerate(solutions, 1):
        if _grade(before[number], design).passed:
            passed_before += 1
            verdict = _grade(after[number], design)
            pass_now += verdict.passed
            if not verdict.passed:
                failed = (result for result in verdict.test_results if not result["passed"])
                broken.update(f"{number}/{result['id']}" for result in failed)
                examples += [{"level": number, "design": _graph(design)}] if len(examples) < MAX_EXAMPLES else []
        if done % REPORTED == 0:
            report(done / len(solutions))
    return Solutions(
        tried=len(solutions),
        passed_before=passed_before,
        pass_now=pass_now,
        failing_references=[
            reference.version for reference in references if _is_broken(reference.design, both, before, after)
        ],
        broken_tests=dict(broken.most_common(20)),
        examples=examples,
    )


def are_compatible(found: Solutions) -> bool:
    """Whether whoever solved the live version could do so in the same way."""
    return found.pass_now >= MIN_SHARE * found.passed_before and not found.failing_references


def _graph(design: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is graded of a design: its names, labels and notes may say who drew it."""
    names = {node["id"]: f"n{number}" for number, node in enumerate(design["nodes"], 1)}
    nodes = [{**_bare(node), "id": names[node["id"]]} for node in design["nodes"]]
    edges = [{**_bare(edge), "from": names[edge["from"]], "to": names[edge["to"]]} for edge in design["edges"]]
    return {**design, "nodes": nodes, "edges": edges}


def _bare(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in PRESENTATION}


def _differ(live: Level, new: Level) -> bool:
    graded_by = ("requirements", "test_cases", "passing_criteria")
    return any(live[name] != new[name] for name in graded_by)


def _is_broken(
    design: dict[str, Any], numbers: Iterable[int], before: Mapping[int, Level], after: Mapping[int, Level]
) -> bool:
    return any(_grade(before[number], design).passed and not _grade(after[number], design).passed for number in numbers)


def _grade(level: Level, design: Mapping[str, Any]) -> Evaluation:
    return evaluate(design, level["requirements"], level["test_cases"], level["passing_criteria"])
