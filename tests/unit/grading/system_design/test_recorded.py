"""Designs graded by the first catalogue are graded the same for ever: attempts of then can be graded again."""

import json
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.grading.system_design.engine import evaluate

RECORDED: list[dict[str, Any]] = json.loads((Path(__file__).parent / "recorded" / "catalogue_1.json").read_text())


@pytest.mark.parametrize("case", RECORDED, ids=[case["name"] for case in RECORDED])
def test_first_catalogue_grades_as_it_did(case: dict[str, Any]) -> None:
    found = evaluate(case["design"], case["requirements"], case["test_cases"], case["passing_criteria"])
    assert (found.score, found.passed) == (case["score"], case["passed"])
    assert {r["id"]: [r["score"], r["observed"]] for r in found.test_results} == case["results"]
