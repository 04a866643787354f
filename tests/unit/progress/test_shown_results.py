"""What a learner may see of a result, and how older stored results are read."""

from typing import Any

import pytest

from progressive_flow.learning.submissions import recording, service
from progressive_flow.progress.attempts.models import Feedback, TestResult
from progressive_flow.progress.attempts.visibility import shown

RESULT: dict[str, Any] = {
    "id": "secret-name", "kind": "served", "score": 0.4, "passed": False, "observed": 0.5, "target": 1.0, "unit": "share",
    "weight": 2.0, "message": "50 % of requests are served.",
}  # fmt: skip


def result(**changes: Any) -> TestResult:
    return TestResult.model_validate({**RESULT, **changes})


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ({}, "visible"),
        ({"hidden": False}, "visible"),
        ({"hidden": True}, "hidden"),
        ({"hidden": True, "visibility": "points"}, "points"),
        ({"visibility": "hidden"}, "hidden"),
    ],
)
def test_results_of_before_are_read(stored: dict[str, Any], seen: str) -> None:
    assert result(**stored).visibility == seen


@pytest.mark.parametrize("passed", [True, False])
def test_each_shows_what_it_may(passed: bool) -> None:
    seen = [result(visibility=visibility, passed=passed) for visibility in ("hidden", "visible", "points", "hidden")]
    first, whole, points, second = shown(seen, passed=True)
    assert whole == seen[1]
    assert (first.id, points.id, second.id) == ("hidden-1", "secret-name", "hidden-2")
    for result_shown in (first, points, second):
        assert (result_shown.kind, result_shown.observed, result_shown.target, result_shown.unit) == (
            None,
            None,
            None,
            None,
        )
        assert (result_shown.weight, result_shown.passed) == (2.0, passed)
        assert "50 %" not in result_shown.message
    assert first.message == second.message != points.message
    assert points.score == 0.4
    assert first.score == second.score == float(passed)  # an attempt of before may have stored a share


def test_of_an_attempt_that_failed_no_share_is_shown() -> None:
    results = [result(visibility=seen, passed=met) for seen in ("visible", "points", "hidden") for met in (True, False)]
    found = shown(results, passed=False)
    assert [row.score for row in found] == [1, 0] * 3
    assert found[0].message == results[0].message
    assert [row.observed for row in found[:2]] == [0.5, 0.5]


def test_the_release_before_hides_what_is_not_visible() -> None:
    stored = recording.to_store(
        [{**RESULT, "visibility": visibility} for visibility in ("visible", "points", "hidden")]
    )
    assert [(row["visibility"], row["hidden"]) for row in stored] == [
        ("visible", False),
        ("points", True),
        ("hidden", True),
    ]


def test_only_visible_tests_are_kept_for_drafts() -> None:
    tests: list[dict[str, Any]] = [
        {"id": "a"},
        {"id": "b", "hidden": True},
        {"id": "c", "visibility": "points"},
        {"id": "d", "hidden": False},
    ]
    assert [test["id"] for test in service.visible(tests)] == ["a", "d"]


def test_feedback_of_before_lacks_what_came_later() -> None:
    old = {"summary": "Passed.", "bottleneck": None, "next_step": None, "strengths": ["All served."]}
    assert Feedback.model_validate(old).model_dump() == {
        **old,
        "advice": [],
        "utilization": [],
        "console": "",
        "errors": [],
    }
    assert Feedback.model_validate({}).strengths == []
