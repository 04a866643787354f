"""An answer that a program has forged is read as the end of its run, and nothing in it is believed."""

import json
from typing import Any

import pytest

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.sealed.answers import MAX_ANSWER, MAX_NESTING, UnreadableError, read_python, read_sql
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import STOPPED, run_python
from tests.unit.grading.code.tasks import small

FINE: dict[str, Any] = {"printed": "", "error": None, "results": []}
THROWN: dict[str, Any] = {"type": "A", "kinds": ["A"], "message": "", "line": 1}


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "no JSON",
        "[]",
        "null",
        "7",
        "[" * 100_000,
        "9" * 10_000,
        "{}",
        *(
            json.dumps(FINE | change)
            for change in (
                {"printed": 5},
                {"results": None},
                {"results": [1]},
                {"results": [{"printed": ""}]},
                {"error": "no"},
                {"error": {"type": "A"}},
                {"error": THROWN | {"type": 5}},
                {"error": THROWN | {"kinds": None}},
                {"error": THROWN, "results": [{"printed": ""}]},
            )
        ),
        '{"printed": "", "error": null, "results": [], "more": NaN}',
        '{"printed": "", "error": null, "results": [], "more": [-Infinity]}',
        '{"printed": "", "error": null, "results": [], "more": 1e999}',
    ],
)
def test_an_answer_that_is_none_is_unreadable(answer: str) -> None:
    with pytest.raises(UnreadableError):
        read_python(answer, [], 1)


@pytest.mark.parametrize(
    "change", [{"columns": None}, {"rows": 5}, {"rows": [5]}, {"changes": "many"}, {"probes": [{}]}, {"failure": {}}]
)
def test_rows_that_are_none_are_unreadable(change: dict[str, Any]) -> None:
    fine = {"columns": ["a"], "rows": [[1]], "more": False, "statements": 1, "changes": 0, "probes": []}
    assert read_sql(json.dumps(fine), 1).found.rows == ((1,),)
    with pytest.raises(UnreadableError):
        read_sql(json.dumps(fine | change), 1)


@pytest.mark.parametrize(
    ("answer", "limit"),
    [
        ('"' + "x" * MAX_ANSWER + '"', "output"),
        (json.dumps({"exceeded": "memory"}), "memory"),
        (json.dumps(FINE | {"exceeded": "output"}), "output"),
        (json.dumps(FINE | {"error": THROWN | {"type": "MemoryError"}}), "memory"),
    ],
)
def test_an_answer_may_say_which_limit_was_reached(answer: str, limit: str) -> None:
    with pytest.raises(ExhaustedError) as error:
        read_python(answer, [], 1)
    assert error.value.limit == limit


def test_a_program_that_answers_itself_is_stopped(images: Images) -> None:
    code = "import json\njson.JSONEncoder.encode = lambda *a: '[1, 2'"
    run = run_python(images, code, [{"function": "f"}])
    assert run.error
    assert (run.error["message"], run.results) == (STOPPED, ())


@pytest.mark.parametrize(
    "value",
    [
        {"$": "complex", "is": [10**400, 1]},
        {"$": "set", "is": [{"$": []}, {"$": {}}]},
        {"$": []},
        10**400,
    ],
)
@pytest.mark.parametrize("wanted", [{"gives": {"$": "set", "is": [1]}}, {"gives": {"number": 3}}])
def test_a_forged_value_is_another_value(value: Any, wanted: dict[str, Any], images: Images) -> None:
    task = small("python", {"main.py": "def f():\n    return 1"}, {"call": "f", **wanted})
    result = {"printed": "", "value": value}
    code = "import json\njson.JSONEncoder.encode = lambda *a: " + repr(json.dumps(FINE | {"results": [result]}))
    verdict = judge({"main.py": f"{code}\ndef f():\n    return 1"}, task, images)
    assert verdict.results[0].status == "failed"
    assert verdict.results[0].message != STOPPED


@pytest.mark.parametrize("depth", [MAX_NESTING + 10, 400, *range(900, 1000, 5)])
def test_a_value_that_is_nested_too_deeply_is_unreadable(depth: int) -> None:
    """Wherever recursion would end: what JSON can read it can not always write again."""
    answer = json.dumps(FINE | {"results": [{"printed": "", "value": "?"}]}).replace('"?"', "[" * depth + "]" * depth)
    with pytest.raises(UnreadableError):
        read_python(answer, [{"function": "f"}], 1)
