"""What learners read of a verdict: what stands out, and for each failing visible test a line on what to change."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from progressive_flow.grading.system_design.engine.kinds import UNLOADED, Measure, Test, advise
from progressive_flow.grading.system_design.engine.kinds.kind import groups
from progressive_flow.grading.system_design.engine.model import Model, busy
from progressive_flow.grading.system_design.engine.wording import code, describe, relief
from progressive_flow.grading.system_design.figures import listed

# Above this utilisation a part is worth growing even when nothing visible says so.
COMFORTABLE = 0.6
# Below this the busiest part is no bottleneck worth naming.
NOTICEABLE = 0.4

# A test case, what it measured, and the result shown.
Graded = tuple[Test, Measure, dict[str, Any]]


def feedback_on(
    model: Model, tests: Sequence[Graded], score: float, passed: bool, needed: Collection[str]
) -> dict[str, Any]:
    """Return the feedback. Tests that are not visible are counted, but neither praised nor explained. ``needed`` must pass.

    Of a design that fails it names no score: whoever submitted it sees tenths alone.
    """
    advice = _advice(model._replace(ways=_ways(tests)), tests, needed)
    met = sum(result["passed"] for _, _, result in tests)
    verdict = f"Passed with {score:g} of 100" if passed else "Not passed"
    return {
        "summary": f"{verdict}: {met} of {len(tests)} tests met.",
        "bottleneck": _bottleneck(model, tests),
        "next_step": advice[0]["text"] if advice else _beyond_the_visible(model, tests),
        "advice": [*advice, *_returned(model, advice)],
        "strengths": [measured.message for _, measured, result in tests if result["passed"] and _shown(result)],
        "utilization": _utilization(model),
    }


def _bottleneck(model: Model, tests: Sequence[Graded]) -> str | None:
    """Describe the busiest part, unless nothing that learners see asks how busy parts are."""
    if all(result["kind"] in UNLOADED for _, _, result in tests if _shown(result)):
        return None
    return next((describe(*pair) for pair in busy(model)[:1] if pair[1].rho >= NOTICEABLE), None)


def _advice(model: Model, tests: Sequence[Graded], needed: Collection[str]) -> list[dict[str, Any]]:
    """Return a line for each failing visible test, a line that several share once: first what must pass, then what costs most."""
    failing = [graded for graded in tests if is_open(graded[2])]
    failing.sort(key=lambda graded: (False, 0.0) if graded[2]["id"] in needed else (True, -_lost(graded)))
    lines: dict[str, list[str]] = {}
    for test, measured, result in failing:
        lines.setdefault(advise(model, test, measured), []).append(result["id"])
    return [{"tests": ids, "text": text} for text, ids in lines.items() if text]


def _ways(tests: Sequence[Graded]) -> dict[str, list[frozenset[str]]]:
    """Return the groups that operations should pass, by the visible tests: the most that is asked of each."""
    asked = [way for test, _, result in tests if _shown(result) for way in [test, *(test.get("ways") or ())]]
    named = [(str(way["op"]), groups(way)) for way in asked if way.get("op") and way.get("via")]
    return dict(sorted(named, key=lambda one: len(one[1])))


def _returned(model: Model, advice: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Name edges that count for nothing because they point at a client, unless a line does so."""
    nodes = model.graph.nodes
    edges = [f"{code(nodes[a].id)} to {code(nodes[b].id)}" for a, b in model.graph.returned]
    if not edges or any(edge in line["text"] for edge in edges for line in advice):
        return []
    return [
        {
            "tests": list[str](),
            "text": f"No request goes from {listed(edges)}: answers return by the edge of their request.",
        }
    ]


def _utilization(model: Model) -> list[dict[str, Any]]:
    return [
        {
            "node": node.id,
            "type": node.type,
            "utilization": float(f"{station.rho:.4g}"),
            "offered_per_second": float(f"{station.offered:.6g}"),
            "capacity_per_second": float(f"{station.capacity:.6g}"),
        }
        for node, station in busy(model)
    ]


def _beyond_the_visible(model: Model, tests: Sequence[Graded]) -> str | None:
    """If only tests fail that are not visible, relief for the busiest part."""
    if all(result["passed"] for _, _, result in tests):
        return None
    tight = [relief(node, station, COMFORTABLE) for node, station in busy(model)[:1] if station.rho > COMFORTABLE]
    return next(iter(tight), "Only hidden checks fail: read the requirements again, and what they imply.")


def _shown(result: Mapping[str, Any]) -> bool:
    return bool(result["visibility"] == "visible")


def is_open(result: Mapping[str, Any]) -> bool:
    """Does a visible test fail?"""
    return _shown(result) and not result["passed"]


def _lost(graded: Graded) -> float:
    return float(graded[2]["weight"] * (1.0 - graded[2]["score"]))
