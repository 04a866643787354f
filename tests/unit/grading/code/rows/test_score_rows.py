"""Rows of the list of concrete cases: what a verdict says of scores. One test a row, named by it."""

from typing import Any

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.shown import feedback, rows
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.tasks import made

RIGHT = "function double(n) { return 2 * n; }"


def weighted(*weights: int, visibility: str = "visible") -> list[dict[str, Any]]:
    """Return checks of `double`, each of another argument."""
    return [
        {
            "id": f"{visibility}-{at}",
            "title": f"Doubles {at}",
            "weight": weight,
            "visibility": visibility,
            "hint": "" if visibility == "visible" else "Think of large numbers.",
            "steps": [{"call": "double", "with": [at if visibility == "visible" else at + 100], "gives": 2 * at}]
            if visibility == "visible"
            else [{"call": "double", "with": [at + 100], "gives": 2 * (at + 100)}],
        }
        for at, weight in enumerate(weights)
    ]


def test_the_score_is_the_weight_of_what_passed_hidden_checks_included(images: Images) -> None:
    """GR-8: six visible checks pass and four hidden ones fail: 60, and a row for each of the ten."""
    checks = [*weighted(1, 1, 1, 1, 1, 1), *weighted(1, 1, 1, 1, visibility="hidden")]
    task = made({"runtime": "javascript", "solution": {"script.js": RIGHT}, "min_score": 100, "checks": checks})
    verdict = judge({"script.js": "function double(n) { return n < 100 ? 2 * n : 0; }"}, task, images)
    assert (verdict.score, verdict.passed) == (60, False)
    assert [row["passed"] for row in rows(verdict)] == [True] * 6 + [False] * 4
    assert judge({"script.js": RIGHT}, task, images).score == 100


def test_a_row_says_what_was_earned_of_its_weight(images: Images) -> None:
    """GR-10: a check of weight 3 of 10 that fails is 0 of 3."""
    task = made(
        {"runtime": "javascript", "solution": {"script.js": RIGHT}, "min_score": 100, "checks": weighted(4, 3, 3)}
    )
    verdict = judge({"script.js": "function double(n) { return n === 1 ? 0 : 2 * n; }"}, task, images)
    assert [(row["score"], row["weight"]) for row in rows(verdict)] == [(1, 4), (0, 3), (1, 3)]
    assert [(result.score, result.weight) for result in verdict.results] == [(4, 4), (0, 3), (3, 3)]
    assert verdict.score == 70


def test_what_passed_before_a_limit_is_no_success(images: Images) -> None:
    """GR-13: three of five checks pass, then the code meets a limit: the last is not run, and no summary is green."""
    task = made(
        {"runtime": "javascript", "solution": {"script.js": RIGHT}, "min_score": 10, "checks": weighted(1, 1, 1, 1, 1)}
    )
    verdict = judge({"script.js": "function double(n) { if (n === 3) for (;;); return 2 * n; }"}, task, images)
    assert [result.status for result in verdict.results] == ["passed"] * 3 + ["exhausted", "not_run"]
    assert verdict.results[3].limit == "cpu"
    assert "did not finish in time" in verdict.results[3].message
    assert (verdict.passed, verdict.score) == (False, 60)
    assert feedback(verdict)["summary"] == "Not passed: 3 of 5 checks passed."
