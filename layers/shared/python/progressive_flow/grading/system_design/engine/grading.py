"""From measurements to a score and a verdict; a change that would help is searched for apart, when it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from progressive_flow.grading.system_design.engine.candidate_changes import rules_named
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.cost import bill, to_users
from progressive_flow.grading.system_design.engine.feedback import Graded, feedback_on, is_open
from progressive_flow.grading.system_design.engine.kinds import KINDS, Kind, Measure, Test, measure
from progressive_flow.grading.system_design.engine.kinds.structure import forbidden_edges
from progressive_flow.grading.system_design.engine.model import Model, build, rerun
from progressive_flow.grading.system_design.engine.redrawn import redrawn
from progressive_flow.grading.system_design.engine.what_if import cheapest_change

PARTIAL = constant("partial_credit")
# Two computations of the same number may differ in the last digits when nodes come in another order.
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Evaluation:
    """``score`` 0..100 with two decimals. Each of ``test_results`` has id, kind, score (0..1; of a hidden test 0 or 1),
    passed, observed (None if there was nothing to measure), target, unit, weight, message, visibility. ``feedback`` has
    summary, bottleneck, next_step, advice (of each failing visible test: ``tests`` and ``text``), strengths and utilization
    (of each node, busiest first).
    """

    score: float
    passed: bool
    test_results: list[dict[str, Any]]
    feedback: dict[str, Any]


def evaluate(
    design: Mapping[str, Any],
    requirements: Mapping[str, Any],
    test_cases: Sequence[Mapping[str, Any]],
    passing_criteria: Mapping[str, Any],
) -> Evaluation:
    """Evaluate a design of schema ``sd-graph/1`` (validated) against one level. Pure and deterministic.

    Never raises for a design and a level that validate; the work is bounded by the size of the design.
    """
    if not design.get("nodes"):
        return _empty(test_cases)
    model = build(design, requirements)
    tests = _measured(model, test_cases)
    results = [result for _, _, result in tests]
    score = _weighted(results)
    needed = set(passing_criteria.get("must_pass", ()))
    passed = score >= float(passing_criteria.get("min_score", 100.0))
    passed = passed and not any(result["id"] in needed and not result["passed"] for result in results)
    feedback = feedback_on(model, tests, score, passed, needed)
    return Evaluation(score, passed, results, feedback)


def monthly_bill(design: Mapping[str, Any], requirements: Mapping[str, Any]) -> float:
    """Return what a design costs a month under a level's load, in US dollars."""
    model = build(design, requirements)
    return bill(model.graph, model.flows, model.load)


def monthly_egress(design: Mapping[str, Any], requirements: Mapping[str, Any]) -> float:
    """Return the part of a design's monthly bill that is paid for bytes to users, in US dollars."""
    model = build(design, requirements)
    return to_users(model.graph, model.flows, model.load)


def suggest(
    design: Mapping[str, Any],
    requirements: Mapping[str, Any],
    test_cases: Sequence[Mapping[str, Any]],
    hints: Sequence[str] = (),
) -> dict[str, Any] | None:
    """Return the cheapest change that makes a failing visible test pass and costs neither a passed test nor a point: of one
    part or edge, or of a few parts where none of these helps.

    It draws no edge that a test forbids, and sets no rule that one of ``hints`` names, since those are sold. It has change,
    test, cost_per_month, visible_tests_left: how many visible tests fail after it as well, and design: the one that it makes.
    None if no visible test fails, or no change that was tried would help. Pure and deterministic.
    """
    if not design.get("nodes"):
        return None
    model = build(design, requirements)
    graded = _measured(model, test_cases)
    before = [result for _, _, result in graded]
    rules = [test for test in test_cases if test.get("kind") == "edge_forbidden"]

    def harmless(changed: Model) -> bool:
        # such a test measures nothing before requests reach a store, and fails as soon as they do by that edge
        if any(len(forbidden_edges(changed.graph, rule)) > len(forbidden_edges(model.graph, rule)) for rule in rules):
            return False
        after = [result for _, _, result in _measured(changed, test_cases)]
        kept = all(new["passed"] or not old["passed"] for old, new in zip(before, after, strict=True))
        return kept and _weighted(after) >= _weighted(before)

    failing = [
        (test, partial(_met, test)) for test, _, result in graded if test.get("kind") in KINDS and is_open(result)
    ]
    sold = {rule for hint in hints for rule in rules_named(hint)}
    found = cheapest_change(model, failing, harmless, sold)
    if found is None:
        return None
    test, change = found
    left = sum(is_open(result) for _, _, result in _measured(rerun(model, change.graph), test_cases))
    return {
        "change": change.text,
        "test": test["id"],
        "cost_per_month": change.cost,
        "visible_tests_left": left,
        "design": redrawn(design, model.graph, change.graph),
    }


def credit(observed: float, target: float, floor: float, rises: bool) -> float:
    """1 if the target is met, else 0.8 times how far ``observed`` is on the way from ``floor`` to ``target``."""
    slack = SLACK * max(1.0, abs(target))
    if observed >= target - slack if rises else observed <= target + slack:
        return 1.0
    span = target - floor
    if (span > 0.0) is not rises or not span:
        return 0.0
    return PARTIAL * min(1.0, max(0.0, (observed - floor) / span))


def visibility(test: Test) -> str:
    """``visible``, ``points`` or ``hidden``; versions from before there were three say ``hidden: true``."""
    return str(test.get("visibility") or ("hidden" if test.get("hidden") else "visible"))


def _bounds(test: Test, kind: Kind | None) -> tuple[float, float]:
    """Target and floor of a test case."""
    return float(test.get("target", kind.target if kind else 0.0)), float(
        test.get("floor", kind.floor if kind else 0.0)
    )


def _measured(model: Model, test_cases: Sequence[Test]) -> list[Graded]:
    measures = ((test, measure(model, test)) for test in test_cases)
    return [(test, measured, _result(test, measured)) for test, measured in measures]


def _result(test: Test, found: Measure) -> dict[str, Any]:
    kind: Kind | None = KINDS.get(str(test.get("kind")))
    target, floor = _bounds(test, kind)
    score = 0.0
    if kind and found.observed is not None:
        score = round(credit(found.observed, target, floor, kind.rises), 4)
    if visibility(test) == "hidden":
        score = float(score == 1.0)  # a share would say how far away its target is
    return {
        "id": test["id"],
        "kind": test["kind"],
        "score": score,
        "passed": score == 1.0,
        "observed": None if found.observed is None else float(f"{found.observed:.6g}"),
        "target": target,
        "unit": kind.unit if kind else "",
        "weight": float(test.get("weight", 1.0)),
        "message": found.message,
        "visibility": visibility(test),
    }


def _weighted(results: Sequence[Mapping[str, Any]]) -> float:
    total = sum(result["weight"] for result in results)
    return round(100.0 * sum(result["weight"] * result["score"] for result in results) / total, 2) if total else 0.0


def _met(test: Test, observed: float | None) -> bool:
    kind = KINDS[str(test["kind"])]
    return observed is not None and credit(observed, *_bounds(test, kind), kind.rises) == 1.0


def _empty(test_cases: Sequence[Test]) -> Evaluation:
    """Return the evaluation of an empty design: it scores nothing, also for tests that it would meet."""
    nothing = Measure(None, "The design is empty.")
    feedback = {
        "summary": "The design is empty.",
        "bottleneck": None,
        "next_step": "Start with a client and a store that holds the data, then connect them.",
        "advice": list[dict[str, Any]](),
        "strengths": list[str](),
        "utilization": list[dict[str, Any]](),
    }
    return Evaluation(0.0, False, [_result(test, nothing) for test in test_cases], feedback)
