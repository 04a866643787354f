"""Evaluates designs on levels and counts what their advice and their suggestions are worth."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.grading.system_design.engine import Evaluation, evaluate, suggest
from progressive_flow.grading.system_design.engine.model import build
from progressive_flow_local.cli.advice import own_way
from progressive_flow_local.cli.cheats.following import followed

Graph = dict[str, Any]
Level = Mapping[str, Any]


class Fault(NamedTuple):
    """What is wrong with a line, or with a suggestion."""

    what: str
    text: str


class Advised(NamedTuple):
    """What one design gets on one level. ``faults`` are what the bar counts; ``suggested`` is None if there was nothing."""

    slug: str
    level: int
    design: str
    passed: bool
    failing: int
    lines: int
    faults: tuple[Fault, ...]
    suggested: bool | None
    beyond_hints: bool


NO_LINE, OFF, ANOTHERS, NO_PART, A_WAY, HARM = (
    "a failing test that must pass has no line",
    "a line names a part off the ways that it speaks of",
    "a line also names a part that its test's operation does not pass",
    "a line names no part on its operation's own way",
    "a line misses a way that is there",
    "a suggestion does not help, or breaks a test",
)
UNADVISED = "a failing visible test has no line"
BAR = (NO_LINE, UNADVISED, OFF, NO_PART, A_WAY, HARM)
LEAST_SHARE = 0.6


def of_challenge(challenge: Challenge) -> list[Advised]:
    """Return what the weaker designs of a challenge get on each of its levels."""
    levels = [plain(level) for level in challenge.levels]
    return [
        advised(challenge.slug, level, weaker.name, weaker.design.as_graph())
        for weaker in challenge.weaker_designs
        for level in levels
    ]


def advised(slug: str, level: Level, name: str, graph: Graph) -> Advised:
    """Evaluate a design, and read its advice and its suggestion."""
    found = evaluate(graph, level["requirements"], level["test_cases"], level["passing_criteria"])
    failing = [result["id"] for result in found.test_results if _open(result)]
    faults = [*_unadvised(level, found, failing), *_lines(level, graph, found)]
    suggested, spared = None, False
    if not found.passed:
        suggested, harm = _suggestion(level, graph, found)
        faults += [harm] if harm else []
        spared = suggested is None and bool(suggest(graph, level["requirements"], level["test_cases"]))
    lines = sum(bool(line["tests"]) for line in found.feedback["advice"])
    return Advised(slug, level["level"], name, found.passed, len(failing), lines, tuple(faults), suggested, spared)


def _open(result: Mapping[str, Any]) -> bool:
    return result["visibility"] == "visible" and not result["passed"]


def _unadvised(level: Level, found: Evaluation, failing: Sequence[str]) -> list[Fault]:
    said = {name for line in found.feedback["advice"] for name in line["tests"]}
    needed = level["passing_criteria"].get("must_pass", ())
    return [Fault(NO_LINE if name in needed else UNADVISED, name) for name in failing if name not in said]


def _lines(level: Level, graph: Graph, found: Evaluation) -> list[Fault]:
    model, tests = build(graph, level["requirements"]), {test["id"]: test for test in level["test_cases"]}
    faults: list[Fault] = []
    for line in found.feedback["advice"]:
        for test in (tests[name] for name in line["tests"]):
            text = line["text"]
            faults += [Fault(OFF, text)] if own_way.off_the_way(model, test, text) else []
            faults += [Fault(ANOTHERS, text)] if own_way.not_its_own(model, test, text) else []
            faults += [Fault(NO_PART, text)] if own_way.names_none_of_its_own(model, test, text) else []
            faults += [Fault(A_WAY, text)] if own_way.misses_a_way(model, test, text) else []
    return faults


def _suggestion(level: Level, graph: Graph, before: Evaluation) -> tuple[bool | None, Fault | None]:
    hints = [hint["text"] for hint in level["hints"]]
    change = suggest(graph, level["requirements"], level["test_cases"], hints)
    if change is None:
        return None, None
    after = evaluate(
        followed(graph, change["change"]), level["requirements"], level["test_cases"], level["passing_criteria"]
    )
    kept = {result["id"] for result in before.test_results if result["passed"]} | {change["test"]}
    helps = kept <= {result["id"] for result in after.test_results if result["passed"]}
    return helps, None if helps else Fault(HARM, change["change"])


def counts(found: Sequence[Advised]) -> dict[str, int]:
    """Return how often each fault was found, and how many suggestions helped among the evaluations that failed."""
    failed = [one for one in found if not one.passed]
    by_fault = {what: sum(fault.what == what for one in found for fault in one.faults) for what in (*BAR, ANOTHERS)}
    return {
        "evaluations": len(found),
        "that failed": len(failed),
        "failing visible tests": sum(one.failing for one in found),
        "lines of advice": sum(one.lines for one in found),
        **by_fault,
        "failed with a suggestion that helps": sum(one.suggested is True for one in failed),
        "failed with none but what a hint sells": sum(one.beyond_hints for one in failed),
        "failed with no suggestion": sum(one.suggested is None for one in failed),
    }


def share_helped(found: Sequence[Advised]) -> float:
    """Return the share of the failed evaluations that get a suggestion which turns a failing test and breaks none."""
    failed = [one for one in found if not one.passed]
    return sum(one.suggested is True for one in failed) / len(failed) if failed else 1.0
