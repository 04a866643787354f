"""From measurements to the score, the verdict and the advice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import progressive_flow
from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION, Evaluation, evaluate
from progressive_flow.grading.system_design.engine.grading import credit
from progressive_flow.grading.system_design.figures import percent, rate, size
from tests.unit.grading.system_design.small_designs import asks, draw, op

SHOP = draw({"c": "client", "app": ("app_server", {"units": 2}), "db": "database"}, "c>app>db")
NOTHING = draw({})
SERVED = {"id": "served", "kind": "served", "target": 1.0, "floor": 0.0, "weight": 3.0}
HEADROOM = {"id": "headroom", "kind": "max_rho", "target": 0.7, "floor": 1.4, "weight": 1.0}
CRITERIA = {"min_score": 80.0, "must_pass": ["served"]}


def grade(rps: float, *tests: dict[str, Any], criteria: dict[str, Any] | None = None) -> Evaluation:
    return evaluate(SHOP, asks(op(rps=rps, payload_bytes=0)), tests or (SERVED, HEADROOM), criteria or CRITERIA)


@pytest.mark.parametrize(
    ("observed", "target", "floor", "rises", "expected"),
    [
        (1.0, 1.0, 0.0, True, 1.0),
        (2.0, 1.0, 0.0, True, 1.0),
        (0.5, 1.0, 0.0, True, 0.4),
        (0.75, 1.0, 0.5, True, 0.4),
        (0.2, 1.0, 0.5, True, 0.0),
        (0.7, 0.7, 1.4, False, 1.0),
        (1.05, 0.7, 1.4, False, 0.4),
        (2.0, 0.7, 1.4, False, 0.0),
        (1.0 - 1e-12, 1.0, 0.0, True, 1.0),  # a rounding error is not a failure
        (0.9, 1.0, 1.0, True, 0.0),  # no ramp
        (0.9, 1.0, 2.0, True, 0.0),  # a floor on the wrong side gives nothing away
    ],
)
def test_credit(observed: float, target: float, floor: float, rises: bool, expected: float) -> None:
    assert credit(observed, target, floor, rises) == pytest.approx(expected)


def test_the_last_step_before_the_target_is_worth_four_fifths() -> None:
    assert credit(0.999999, 1.0, 0.0, rises=True) == pytest.approx(0.8, abs=1e-5)


def test_all_met_is_a_hundred() -> None:
    found = grade(600)
    assert (found.score, found.passed) == (100.0, True)
    assert all(result["passed"] for result in found.test_results)
    assert found.feedback["next_step"] is None
    assert found.feedback["bottleneck"] == "app is at 60 %: 600/s offered, 1,000/s capacity"
    assert found.feedback["summary"] == "Passed with 100 of 100: 2 of 2 tests met."


def test_the_score_is_a_weighted_mean() -> None:
    # 1,050/s: 1 / 1.05 served gives 0.8 / 1.05; utilisation 1.05 is half-way, 0.4.
    found = grade(1_050)
    assert found.score == pytest.approx(100 * (3 * round(0.8 / 1.05, 4) + 0.4) / 4, abs=0.01)
    assert found.passed is False
    assert found.feedback["summary"].startswith("Not passed: "), "who failed sees tenths of the score alone"


def test_a_good_score_does_not_help_if_a_needed_test_fails() -> None:
    tests = ({**SERVED, "weight": 1.0}, {**HEADROOM, "target": 1.5, "floor": 9.0, "weight": 50.0})
    found = grade(1_050, *tests)
    assert found.score > 90
    assert found.passed is False
    assert grade(1_050, *tests, criteria={"min_score": 80.0, "must_pass": []}).passed is True


def test_a_needed_test_does_not_help_if_the_score_is_low() -> None:
    assert grade(900, criteria={"min_score": 95.0, "must_pass": ["served"]}).passed is False


def test_a_score_of_exactly_the_minimum_passes() -> None:
    reached = grade(1_050).score
    assert grade(1_050, criteria={"min_score": reached, "must_pass": []}).passed is True
    assert grade(1_050, criteria={"min_score": reached + 0.01, "must_pass": []}).passed is False


def test_an_empty_design_scores_nothing() -> None:
    tests: list[dict[str, Any]] = [
        SERVED,
        HEADROOM,
        {"id": "f", "kind": "edge_forbidden", "from": "client", "to": "database"},
        {"id": "o", "kind": "no_orphans"},
    ]
    found = evaluate(NOTHING, asks(op()), tests, {"min_score": 0.0, "must_pass": []})
    assert (found.score, found.passed) == (0.0, False)
    assert [result["score"] for result in found.test_results] == [0.0] * 4
    assert found.feedback["summary"] == "The design is empty."


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_a_single_component_scores_nothing(kind: str) -> None:
    tests: list[dict[str, Any]] = [
        SERVED,
        HEADROOM,
        {"id": "f", "kind": "edge_forbidden", "from": "a", "to": "b"},
        {"id": "o", "kind": "no_orphans"},
    ]
    assert evaluate(draw({"x": kind}), asks(op()), tests, CRITERIA).score == 0.0


def test_no_tests_is_no_score() -> None:
    assert evaluate(SHOP, asks(op()), [], {"min_score": 1.0, "must_pass": []}).score == 0.0


def test_results_have_the_published_fields() -> None:
    found = grade(600)
    fields = {"id", "kind", "score", "passed", "observed", "target", "unit", "weight", "message", "visibility"}
    parts = {"summary", "bottleneck", "next_step", "advice", "strengths", "utilization"}
    assert all(set(result) == fields for result in found.test_results)
    assert set(found.feedback) == parts
    assert json.loads(json.dumps(found.test_results, allow_nan=False)) == found.test_results


def test_what_could_not_be_measured_is_null() -> None:
    found = evaluate(SHOP, asks(op()), [{"id": "x", "kind": "max_rho", "type": "cdn"}], CRITERIA)
    assert found.test_results[0]["observed"] is None
    assert found.score == 0.0


def test_the_next_step_is_the_line_of_the_first_test_that_must_pass() -> None:
    dear = {**HEADROOM, "weight": 50.0}
    found = grade(1_050, dear, SERVED)
    assert [line["tests"] for line in found.feedback["advice"]] == [["served"], ["headroom"]]
    assert found.feedback["next_step"] == found.feedback["advice"][0]["text"]
    assert found.feedback["next_step"].startswith(
        "`read` passes `app` and `db`; `app` (app_server) is the tightest of it"
    )
    others = grade(1_050, SERVED, dear, criteria={"min_score": 80.0, "must_pass": []})
    assert [line["tests"] for line in others.feedback["advice"]] == [["headroom"], ["served"]], (
        "what costs most comes first"
    )


def test_a_line_that_several_tests_share_is_said_once() -> None:
    found = grade(1_050, SERVED, {**SERVED, "id": "again"}, HEADROOM)
    assert [line["tests"] for line in found.feedback["advice"]] == [["served", "again"], ["headroom"]]


def test_a_bottleneck_is_named_where_it_matters_how_busy_parts_are() -> None:
    ways = {"id": "way", "kind": "path", "via": [["app_server"]]}
    assert grade(1_050, ways).feedback["bottleneck"] is None
    assert grade(1_050, ways, HEADROOM).feedback["bottleneck"] == "app is at 105 %: 1,050/s offered, 1,000/s capacity"
    assert grade(1_050, ways, {**HEADROOM, "hidden": True}).feedback["bottleneck"] is None, (
        "it would say what is hidden"
    )


def test_an_edge_that_counts_for_nothing_is_named_once() -> None:
    back = {**SHOP, "edges": [*SHOP["edges"], {"from": "app", "to": "c"}]}
    found = evaluate(back, asks(op(rps=600, payload_bytes=0)), [SERVED], CRITERIA)
    text = "No request goes from `app` to `c`: answers return by the edge of their request."
    assert found.feedback["advice"] == [{"tests": [], "text": text}]
    assert (found.passed, found.feedback["next_step"]) == (True, None)


def test_hidden_tests_count_but_are_neither_praised_nor_explained() -> None:
    hidden = {**HEADROOM, "id": "secret", "hidden": True}
    found = grade(600, SERVED, hidden)
    assert found.feedback["strengths"] == ["100 % of requests are served."]
    found = grade(900, SERVED, hidden)
    assert found.score < 100
    assert (
        found.feedback["next_step"]
        == "Give `app` 3 units instead of 2 or 2 replicas instead of 1 to bring it to 60 % or less."
    )


def test_a_hidden_test_answers_0_or_1() -> None:
    near = {**HEADROOM, "visibility": "hidden"}  # 72 % is met: a target that is nearly met is worth nothing
    assert [result["score"] for result in grade(720, SERVED, near).test_results] == [1.0, 0.0]
    assert [result["score"] for result in grade(700, SERVED, near).test_results] == [1.0, 1.0]
    assert grade(720, SERVED, near).score == 75.0
    assert 0 < grade(720, SERVED, {**HEADROOM, "visibility": "points"}).test_results[1]["score"] < 1


def test_only_hidden_failures_without_a_busy_part_give_nothing_away() -> None:
    found = grade(10, SERVED, {"id": "h", "kind": "hit", "hidden": True})
    assert found.feedback["next_step"].startswith("Only hidden checks fail")


def test_unknown_kinds_score_nothing_and_do_not_raise() -> None:
    found = grade(10, SERVED, {"id": "x", "kind": "telepathy", "weight": 1.0})
    assert found.score == 75.0
    assert found.test_results[1]["unit"] == ""


def test_evaluations_are_frozen() -> None:
    with pytest.raises(AttributeError):
        grade(10).score = 100.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.84, "84 %"), (1.0, "100 %"), (0.9999, "99.99 %"), (1.004, "100.4 %"), (0.0, "0 %"), (6.03, "603 %")],
)
def test_percentages_never_hide_a_shortfall(share: float, expected: str) -> None:
    assert percent(share) == expected


def test_numbers_are_for_people() -> None:
    assert (rate(9_400.2), rate(0.5), rate(11_200)) == ("9,400/s", "0.5/s", "11,200/s")
    assert (size(250.0), size(1_234.0)) == ("250 GB", "1.23 TB")


def test_version_is_an_integer() -> None:
    assert isinstance(CATALOGUE_VERSION, int)


def test_importing_needs_the_standard_library_only() -> None:
    script = (
        "import sys; import progressive_flow.grading.system_design.engine; "
        "ours = {m for m in sys.modules if m.startswith('progressive_flow.')}; "
        "others = {m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - {'progressive_flow'}; "
        "print(sorted(m for m in ours if not m.startswith('progressive_flow.grading')), "
        "sorted(others & {'pydantic', 'yaml', 'numpy', 'psycopg', 'boto3'}), 'json' in sys.modules)"
    )
    path = str(Path(progressive_flow.__file__).parent.parent)
    command = [sys.executable, "-S", "-c", script]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] [] False"
