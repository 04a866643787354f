"""A verdict has bounds of its own: what its checks may take together, how long it is, and what it keeps of hidden checks."""

import json
from typing import Any

import pytest

from progressive_flow.grading.code.function import recorded
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.judging.shown import MAX_FEEDBACK_BYTES, beginning
from progressive_flow.grading.code.judging.verdicts import CheckResult, CodeVerdict
from progressive_flow.grading.code.limits import MAX_VERDICT_BYTES
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.kernel.json_size import json_bytes
from tests.unit.grading.code.tasks import made, small

FIELD = {"index.html": "<label>Name <input id=name></label>", "script.js": ""}
TYPED = small("web", FIELD, {"type": {'field "Name"': "abcdefghijkl"}}, {"see": {"#name": {"value": "abcdefghijkl"}}})
DOUBLE = {"main.py": "def double(n):\n    return 2 * n\n"}
FUEL = 200_000_000
WORK = "addEventListener('keydown', () => { for (let i = 0; i < 1e6; i++); });"


def test_the_steps_of_a_check_have_together_what_an_attempt_may_take(images: Images) -> None:
    """Each key alone stays far below the limit of a step."""
    verdict = judge({**FIELD, "script.js": WORK}, TYPED, images, max_fuel=FUEL)
    assert (verdict.results[0].status, verdict.results[0].limit) == ("exhausted", "cpu")
    assert verdict.fuel <= FUEL
    assert judge(FIELD, TYPED, images, max_fuel=FUEL).passed


def test_a_page_that_is_loaded_again_has_what_is_left(images: Images) -> None:
    task = small("web", FIELD, *["reload"] * 8, {"see": {"#name": {"value": ""}}})
    verdict = judge({**FIELD, "script.js": "for (let i = 0; i < 1e6; i++);"}, task, images, max_fuel=FUEL)
    assert verdict.results[0].limit == "cpu"
    assert verdict.fuel <= FUEL


def test_the_checks_have_together_what_an_attempt_may_take(images: Images) -> None:
    checks = [
        {"id": f"c{at}", "title": "Doubles", "steps": [{"call": "double", "with": [at], "gives": 2 * at}]}
        for at in range(8)
    ]
    task = made({"runtime": "python", "solution": DOUBLE, "min_score": 100, "checks": checks})
    verdict = judge({"main.py": f"sum(range(10 ** 5))\n{DOUBLE['main.py']}"}, task, images, max_fuel=FUEL)
    assert [result.status for result in verdict.results].count("exhausted") == 1
    assert verdict.results[0].status == "passed"
    assert verdict.results[-1].status == "not_run"
    assert verdict.fuel <= FUEL


def test_a_program_that_knows_that_its_effort_is_measured_gains_no_fuel(images: Images) -> None:
    task = small("python", DOUBLE, {"call": "double", "with": [4], "gives": 8, "effort": 3})
    assert judge(DOUBLE, task, images).passed
    code = (
        f"{DOUBLE['main.py']}\nimport sys\nif 'idle' in sys._getframe().f_code.co_names:\n    sum(range(3 * 10 ** 6))\n"
    )
    verdict = judge({"main.py": code}, task, images, max_fuel=FUEL)
    assert (verdict.results[0].limit, verdict.fuel <= FUEL) == ("cpu", True)


@pytest.mark.parametrize("visibility", ["points", "hidden"])
def test_what_code_prints_and_throws_in_an_unseen_check_stays_unseen(visibility: str, images: Images) -> None:
    """Otherwise it would print what it is called with."""
    seen = {"id": "seen", "title": "Doubles", "steps": [{"call": "double", "with": [4], "gives": 8}]}
    unseen = {"id": "unseen", "title": "X", "steps": [{"call": "double", "with": [-77], "gives": -154}]}
    unseen |= {"visibility": visibility, "hint": "Think."}
    spying = "def double(n):\n    if n < 0:\n        print('called with', n)\n        raise ValueError(n)\n    return 2 * n\n"
    task = made({"runtime": "python", "solution": DOUBLE, "min_score": 100, "checks": [seen, unseen]})
    verdict = judge({"main.py": spying}, task, images)
    assert [result.status for result in verdict.results] == ["passed", "failed"]
    assert (list(verdict.console), list(verdict.errors)) == ([], [])
    script = "function double(n) { if (n < 0) { console.log(n); setTimeout(() => { throw n; }); } return 2 * n; }"
    task = made(
        {"runtime": "javascript", "solution": {"script.js": script}, "min_score": 100, "checks": [seen, unseen]}
    )
    verdict = judge({"script.js": script}, task, images)
    assert (verdict.passed, list(verdict.console), list(verdict.errors)) == (True, [], [])


@pytest.mark.parametrize("character", ["x", '"', "\x01", "é", "漢", "\U0001f4a9", "\0", "\ud800"])
def test_a_verdict_is_never_longer_than_it_may_be(character: str) -> None:
    text = character * 9_000
    results = [
        CheckResult(f"c{at}", "A title", "visible", "A hint", 1, "failed", None, text, text, [text]) for at in range(40)
    ]
    error = {"name": text, "message": text, "where": text}
    stored = recorded(CodeVerdict(0, passed=False, results=results, errors=[error] * 5, console=[text] * 20), "seed")
    assert json_bytes(stored["feedback"]) <= MAX_FEEDBACK_BYTES
    assert json_bytes(stored) <= MAX_VERDICT_BYTES
    assert all(row["message"] for row in stored["results"])


def test_a_text_is_cut_at_a_character_and_says_so() -> None:
    assert beginning("short", 10) == "short"
    assert beginning("漢字漢字漢字", 12) == "漢字…"
    assert beginning("\x01\x01\x01", 12) == "\x01…"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [float("-inf")], {"a": (float("nan"),)}])
def test_a_number_that_json_has_not_is_recorded_as_a_text(value: Any) -> None:
    result = CheckResult("a", "A", "visible", "", 1, "failed", None, "", value, value)
    json.dumps(recorded(CodeVerdict(0, passed=False, results=[result]), "seed"), allow_nan=False)


def test_a_number_beyond_all_on_a_page_is_a_difference(images: Images) -> None:
    page = {"index.html": "<p id=n>0</p><button>Add</button>"}
    page["script.js"] = "document.querySelector('button').onclick = () => { n.textContent = 1; };"
    task = small("web", page, {"changes": {"#n": 1}, "when": [{"click": 'button "Add"'}]})
    assert judge(page, task, images).passed
    verdict = judge({**page, "index.html": page["index.html"].replace("0", "9" * 400)}, task, images)
    assert not verdict.passed
    json.dumps(recorded(verdict, "seed"), allow_nan=False)
