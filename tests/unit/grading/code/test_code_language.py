"""The language of code tasks: what is right is read, and each mistake is named with its place."""

from copy import deepcopy
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from progressive_flow.grading.code.language.tasks import Task, mistakes
from tests.unit.grading.code import tasks

TASK: TypeAdapter[Any] = TypeAdapter(Task)
COUNTER = tasks.document("counter")


def changed(place: str, value: Any) -> dict[str, Any]:
    """Return the counter's task with another value at a place such as `checks.0.steps.1`."""
    document = deepcopy(COUNTER)
    inner: Any = document
    *way, last = place.split(".")
    for step in way:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    if isinstance(inner, list):
        inner[int(last)] = value
    else:
        inner[last] = value
    return document


def refusals(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the places and messages of what pydantic refuses, without the tags of the forms."""
    with pytest.raises(ValidationError) as caught:
        TASK.validate_python(document)
    rows = caught.value.errors()
    return [(".".join(str(step) for step in row["loc"] if not str(step).startswith("[")), row["msg"]) for row in rows]


@pytest.mark.parametrize("name", tasks.NAMES)
def test_a_task_that_is_right_is_read(name: str) -> None:
    assert mistakes(TASK.validate_python(tasks.document(name))) == []


@pytest.mark.parametrize(
    ("place", "value", "where", "message"),
    [
        ("checks.0.steps.1", {"clik": "#a"}, "checks.0.steps.1", "must have one of the words"),
        ("checks.0.steps.1", {"clik": "#a"}, "checks.0.steps.1", "there is clik"),
        ("checks.0.steps.1", {"click": "#a", "hover": "#b"}, "checks.0.steps.1", "click, hover are there"),
        ("checks.0.steps.1", 7, "checks.0.steps.1", "must be a mapping that begins with what is done"),
        ("checks.0.steps.1", {"click": "#a", "time": 2}, "checks.0.steps.1", "Extra inputs are not permitted"),
        ("checks.0.steps.1", {"click": "#a", "times": 0}, "times", "greater than or equal to 1"),
        ("checks.0.steps.1", {"see": {"#a": {"txt": "x"}}}, "see.#a.txt", "Extra inputs are not permitted"),
        ("checks.0.steps.1", {"see": {"#a": {"style": {"gap": {"abve": 1, "below": 2}}}}}, "gap", "mixes matchers"),
        ("checks.0.steps.1", {"see": {"#a": {"text": {"matches": "("}}}}, "text", "is no regular expression"),
        ("checks.0.steps.1", {"wait": 90_000}, "wait", "less than or equal to 60000"),
        ("checks.0.steps.1", {"repeat": 2, "steps": [{"clik": "#a"}]}, "steps.1.steps.0", "there is clik"),
        ("checks.0.steps.1", {"accessible": "contrast"}, "accessible", "Input should be"),
        ("checks.0.steps", [], "checks.0.steps", "at least 1 item"),
        ("given.n", {"integer": [1, 2]}, "given.n", "nothing is drawn by integer"),
        ("given.n", {"int": [9, 3]}, "given.n", "must go from the least to the most, not from 9 to 3"),
        ("given.n", {"date": ["2024-02-30", "2024-03-01"]}, "given.n", "day is out of range"),
        ("given.n", {"list": {"int": [1, 2]}, "size": 5_000}, "size", "less than or equal to 1000"),
        ("runtime", "ruby", "runtime", "Input should be 'web', 'javascript' or 'typescript'"),
        ("checks.0.id", "Has blanks", "checks.0.id", "should match pattern"),
        ("checks.2.hint", "", "checks.2", "a check that learners do not see in full needs it"),
        ("min_score", 120, "min_score", "less than or equal to 100"),
        ("other", 1, "other", "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_named_with_its_place(place: str, value: Any, where: str, message: str) -> None:
    found = refusals(changed(place, value))
    assert any(where in at and message in said for at, said in found), found


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        ("checks.1.id", "adds", "checks.1.id: 'adds' is used twice: rename one of the two checks"),
        ("checks.0.needs", ["resets"], "checks.0.needs: no check before it is called 'resets'"),
        ("must_pass", ["subtracts"], "must_pass.0: no check is called 'subtracts'"),
        ("solution", {"main.py": ""}, "solution: a task of runtime web has no file main.py: its files are"),
        ("starter", {"script.js": "\n" * 40_000}, "checks: the task has 81,"),
        ("other_solutions", [{"script.js": "é" * 45_000}] * 2, "other_solutions: with these the task has 18"),
        ("checks.0.steps.1", {"see": {"#a": "$other"}}, "checks.0: $other is not given"),
        ("checks.0.steps.1", {"wait": "= 2 * other"}, "checks.0: $other is not given"),
    ],
)
def test_parts_that_contradict_each_other_are_named(place: str, value: Any, expected: str) -> None:
    found = mistakes(TASK.validate_python(changed(place, value)))
    assert any(text.startswith(expected) for text in found), found


def test_the_runtime_decides_which_steps_there_are() -> None:
    program: dict[str, Any] = {
        "runtime": "python",
        "solution": {"main.py": "def f(): ..."},
        "min_score": 80,
        "checks": [{"id": "a", "title": "A", "steps": [{"click": "#a"}]}],
    }
    assert "call, each, output, repeat, source" in refusals(program)[0][1]
    program["checks"] = [{"id": "a", "title": "A", "steps": [{"call": "f", "gives": None}], "network": []}]
    assert refusals(program)[0][0] == "checks.0.network"


def test_a_value_of_a_loop_is_given_inside_it() -> None:
    steps = [{"each": ["a", "b"], "as": "letter", "do": [{"see": {"#x": "$letter $nth $index"}}]}]
    assert mistakes(TASK.validate_python(changed("checks.0.steps", steps))) == []
