"""Verdicts on pages: right solutions pass, everything else says in a sentence what is wrong."""

import subprocess
import sys
from dataclasses import asdict

import pytest

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.shown import feedback, rows
from progressive_flow.grading.code.limits import MAX_FILES_BYTES
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code import tasks

PAGES = [name for name in tasks.NAMES if tasks.document(name)["runtime"] in {"web", "javascript", "typescript"}]
COUNTER = tasks.task("counter")


def replaced(name: str, before: str, after: str) -> dict[str, str]:
    """Return the counter's solution with a text in one of its files replaced."""
    text = COUNTER.solution[name]
    assert before in text
    return {**COUNTER.solution, name: text.replace(before, after)}


@pytest.mark.parametrize("name", PAGES)
def test_the_solution_passes_and_what_is_given_does_not(name: str, images: Images) -> None:
    task = tasks.task(name)
    assert [judge(task.solution, task, images, seed).score for seed in range(3)] == [100, 100, 100]
    assert judge({}, task, images).score == 0
    starter = judge(task.starter, task, images)
    assert starter.score < task.min_score
    assert not starter.passed


def test_a_sentence_names_what_was_expected_and_what_was_seen(images: Images) -> None:
    verdict = judge(replaced("script.js", "count++", "count += 2"), COUNTER, images)
    first, second, *_ = verdict.results
    assert (first.status, first.message) == ("failed", "Expected #count to change by 1, but it went from 0 to 2.")
    assert (first.expected, first.actual) == (1, 2)
    assert second.status == "blocked"
    assert second.message == 'Not tried: it needs "Each click on Add raises the count by one" first.'


def test_an_error_that_the_code_threw_is_shown(images: Images) -> None:
    verdict = judge(replaced("script.js", "count++", "missing()"), COUNTER, images)
    assert verdict.results[0].message.endswith("Your code threw ReferenceError: missing is not defined")
    assert verdict.errors[0]["message"] == "missing is not defined"


def test_what_the_code_prints_is_shown(images: Images) -> None:
    verdict = judge(
        replaced("script.js", "let count = 0;", "let count = 0; console.log('begins', {count});"), COUNTER, images
    )
    assert feedback(verdict)["console"] == 'begins {"count":0}'


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("for (;;);", "cpu"),
        ("const a = []; for (;;) a.push(new Array(1e5).fill(7));", "memory"),
        ("(function f() { Promise.resolve().then(f); })()", "jobs"),
        ("setInterval(() => {}, 0); setInterval(() => {}, 0)", None),
        ("/^(a+)+$/.test('a'.repeat(40) + '!')", "cpu"),
    ],
)
def test_code_that_uses_up_a_limit_is_graded_as_a_failure(code: str, limit: str | None, images: Images) -> None:
    verdict = judge({**COUNTER.solution, "script.js": COUNTER.solution["script.js"] + code}, COUNTER, images)
    if limit is None:
        assert verdict.passed
        return
    assert (verdict.passed, verdict.score) == (False, 0)
    assert (verdict.results[0].status, verdict.results[0].limit) == ("exhausted", limit)
    assert {result.status for result in verdict.results[1:]} == {"not_run"}
    assert judge(COUNTER.solution, COUNTER, images).score == 100


def test_points_earned_before_a_limit_are_kept_but_never_pass(images: Images) -> None:
    """Reset never ends: what was right before it counts, and no score passes."""
    code = replaced("script.js", "count = 0; show();", "for (;;);")
    task = tasks.made({**tasks.document("counter"), "min_score": 10})
    verdict = judge(code, task, images)
    assert [result.status for result in verdict.results] == ["passed", "exhausted", "not_run"]
    assert (verdict.score, verdict.passed) == (50.0, False)


def test_files_that_are_too_long_are_not_run(images: Images) -> None:
    verdict = judge({"script.js": "é" * (MAX_FILES_BYTES // 2 + 1)}, COUNTER, images)
    assert {(result.status, result.message) for result in verdict.results} == {
        ("blocked", "Your files are longer than 100 kB together.")
    }


def test_a_check_that_must_pass_decides_whatever_the_score(images: Images) -> None:
    code = {
        **COUNTER.solution,
        "index.html": COUNTER.solution["index.html"].replace(
            '<button id="add">Add</button>', '<div role="button" id="add">Add</div>'
        ),
    }
    strict = tasks.made({**tasks.document("counter"), "must_pass": ["keyboard"]})
    assert judge(code, COUNTER, images).passed
    assert not judge(code, strict, images).passed


def test_a_hidden_check_keeps_its_row_for_those_who_may_see_it(images: Images) -> None:
    row = rows(judge(COUNTER.starter, COUNTER, images))[2]
    assert (row["visibility"], row["status"], row["score"], row["weight"]) == ("hidden", "blocked", 0, 1)


def test_an_equal_seed_gives_an_equal_verdict_to_the_last_instruction(images: Images) -> None:
    task = tasks.task("people")
    first, second = (judge(task.solution, task, images, "attempt") for _ in range(2))
    assert asdict(first) == asdict(second)
    program = (
        "from progressive_flow.grading.code.judging.judge import judge;"
        "from progressive_flow.grading.code.sealed.images import Images;"
        "from tests.unit.grading.code import tasks; from pathlib import Path;"
        f"task = tasks.task('people'); images = Images.load(Path({str(images.folder)!r}));"
        "print(judge(task.solution, task, images, 'attempt').fuel)"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(other.stdout) == first.fuel


def test_another_seed_draws_other_values(images: Images) -> None:
    task = tasks.task("people")
    fuel = {judge(task.solution, task, images, seed).fuel for seed in range(4)}
    assert len(fuel) > 1


def test_until_failure_runs_nothing_after_it(images: Images) -> None:
    verdict = judge(COUNTER.starter, COUNTER, images, until_failure=True)
    assert [result.status for result in verdict.results] == ["failed", "not_run", "not_run"]


def test_a_check_that_needs_a_hidden_one_does_not_name_it(images: Images) -> None:
    document = tasks.document("counter")
    document["checks"].append(
        {"id": "after", "title": "After", "needs": ["keyboard"], "steps": [{"see": {"#count": "0"}}]}
    )
    verdict = judge(COUNTER.starter, tasks.made(document), images)
    assert verdict.results[-1].message == "Not tried: it needs a hidden check first."


def test_calls_are_compared_with_those_of_the_solution_in_turn(images: Images) -> None:
    counting = "let count = 0; function next() { return ++count; }"
    task = tasks.small("javascript", {"script.js": counting}, {"call": "next", "times": 3, "like": "solution"})
    assert judge(task.solution, task, images).passed
    always = judge({"script.js": "function next() { return 1; }"}, task, images)
    assert always.results[0].message == "Expected next() to return 2, but it returned 1."
