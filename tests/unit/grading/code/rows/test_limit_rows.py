"""Rows of the list of concrete cases: limits of time, work, memory and size, and fresh realms. One test a row, named by it."""

import os
from pathlib import Path

import pytest

from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.level_models import CodeRequirements
from progressive_flow.grading.code.limits import FUEL_ATTEMPT, MAX_FILES_BYTES, MAX_VIRTUAL_MS
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.rows.one_function import DOUBLE, RIGHT, ending, judged
from tests.unit.grading.code.tasks import made, small

PAGE = '<link rel="stylesheet" href="style.css"><p id="p">x</p>'


def children() -> set[str]:
    """Return the processes that this one has started."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    if not tasks.is_dir():
        pytest.skip("There is no /proc.")
    return {found for task in tasks.iterdir() for found in (task / "children").read_text().split()}


@pytest.mark.parametrize("ways", ["while (true) {}", "for (;;) { try { null.x } catch {} }"])
def test_after_a_limit_nothing_goes_on(ways: str, images: Images) -> None:
    """SB-1: a loop that never ends, then the right answer: a failure by the limit."""
    verdict = judged(images, f"function double(n) {{ try {{ {ways} }} catch {{}} finally {{ return 2 * n; }} }}")
    assert ending(verdict) == (False, "exhausted", "cpu")


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("const a = []; for (;;) a.push(1);", {"memory", "cpu"}),
        ("while (1);", {"cpu"}),
        ("(function f() { setTimeout(f, 0); setTimeout(f, 0); })();", {"jobs", "cpu"}),
        ("(function f() { Promise.resolve().then(f); })();", {"jobs"}),
    ],
)
def test_what_never_ends_meets_a_limit_and_the_next_attempt_none(code: str, limit: set[str], images: Images) -> None:
    """SB-2: heap, loop, timers and promises without end."""
    task = small("javascript", {"script.js": RIGHT}, {"wait": 5000}, {"call": "double", "with": [4], "gives": 8})
    verdict = judge({"script.js": f"{code}\n{RIGHT}"}, task, images)
    assert (verdict.passed, verdict.results[0].status) == (False, "exhausted")
    assert verdict.results[0].limit in limit
    assert judge({"script.js": RIGHT}, task, images).score == 100


def test_each_check_has_a_fresh_realm(images: Images) -> None:
    """SB-10: a counter is 0 in each of two checks, on pages and in Python."""
    step = {"call": "f", "gives": 0}
    checks = [{"id": name, "title": "Zero", "steps": [step]} for name in ("one", "two")]
    script = {"script.js": "let calls = 0; function f() { return calls++; }"}
    program = {"main.py": "calls = -1\ndef f():\n    global calls\n    calls += 1\n    return calls\n"}
    for runtime, files in (("javascript", script), ("python", program)):
        task = made({"runtime": runtime, "solution": files, "min_score": 100, "checks": checks})
        assert [result.status for result in judge(files, task, images).results] == ["passed", "passed"]


def test_no_process_begins_and_none_is_left(images: Images) -> None:
    """SB-19: nothing that runs code, types included, starts a process, and every instance has the same limits."""
    before = children()
    program = {"main.py": "def f():\n    import subprocess\n"}
    step = {"call": "f", "throws": "ModuleNotFoundError"}
    assert judge(program, small("python", program, step), images).passed
    typed = {
        "script.ts": "declare const require: any; function double(n: number): number { return require('child_process'); }"
    }
    task = small("typescript", {"script.ts": "function double(n: number) { return 2 * n; }"}, *DOUBLE.checks[0].steps)
    assert ending(judge(typed, task, images)) == (False, "failed", None)
    assert ending(judge({"script.ts": "type A = 1; for (;;);"}, task, images)) == (False, "exhausted", "cpu")
    assert children() == before


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("async function double(n) { await new Promise(r => setTimeout(r, 60000)); return 2 * n; }", "wall"),
        ("function double(n) { for (;;); }", "cpu"),
    ],
)
def test_waiting_and_working_have_limits_of_their_own(code: str, limit: str, images: Images) -> None:
    """SB-20: sleeping meets the limit of time, a loop that of work, and a level names both."""
    verdict = judged(images, code)
    assert ending(verdict) == (False, "exhausted", limit)
    named = CodeRequirements(runtime="javascript").limits
    assert (named.cpu_instructions, named.wall_ms, named.files_bytes) == (FUEL_ATTEMPT, MAX_VIRTUAL_MS, MAX_FILES_BYTES)


def test_a_promise_that_waits_for_nothing_is_no_wait(images: Images) -> None:
    """SB-20, its other side: nothing would ever settle it, so it is a wrong answer and no limit."""
    assert ending(judged(images, "function double() { return new Promise(() => {}); }")) == (False, "failed", None)


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"index.html": PAGE, "style.css": "@import 'style.css';" * 400}, "passed"),
        ({"index.html": PAGE, "style.css": "p" * 10_000_000}, "blocked"),
        ({"index.html": "<div>" * 100_000}, "blocked"),
        ({"index.html": "<div>" * 9_000}, None),
    ],
)
def test_what_is_too_large_is_stopped_before_it_runs(files: dict[str, str], status: str | None, images: Images) -> None:
    """SB-22: imports of itself, 10 MB in a line, 100,000 elements in one another; others go on."""
    task = small("web", {"index.html": PAGE}, {"see": {"#p": "x"}})
    verdict = judge(files, task, images)
    assert verdict.results[0].status == status or (status is None and not verdict.passed)
    if status == "blocked":
        assert (verdict.results[0].message, verdict.fuel) == ("Your files are longer than 100 kB together.", 0)
    assert judge({"index.html": PAGE}, task, images).score == 100
