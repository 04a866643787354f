"""Attempts at code challenges: from the submission to the verdict, by the functions that do it when deployed."""

import json
from functools import partial
from typing import Any

import psycopg
import pytest

from progressive_flow.grading.code.limits import MAX_FILES_BYTES
from progressive_flow.grading.code.versions import JUDGE_VERSION
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.tasks import service
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.code_attempts import LIMITS, SLUG, path, run_all, solution, starter, task_of
from tests.support.connections import at_once
from tests.support.content import reference_design
from tests.support.learning import admit, attempts_path, pointers
from tests.support.scene import one
from tests.support.task_kinds import minutes_later, run_due_tasks, shown


def judged(api: Api, learner: Caller, clouds: Clouds, body: dict[str, Any], slug: str = SLUG) -> dict[str, Any]:
    """Submit, have it judged, and return the task as its learner reads it."""
    response = api.post(path(slug), learner, json=body)
    assert response.status_code == 202, response.text
    run_all(clouds)
    return shown(api, learner, response.json()["id"])


def test_a_right_solution_is_judged_and_paid_once(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    response = api.post(path(), admitted, json=solution())
    assert (response.status_code, response.headers["retry-after"]) == (202, "1")
    assert response.headers["location"] == f"/v1/tasks/{response.json()['id']}"
    assert run_all(clouds) == ["grade_code", "judge_code", "grade_code"]
    task = shown(api, admitted, response.json()["id"])
    attempt = task["result"]
    assert (task["state"], attempt["passed"], attempt["score"], attempt["first_pass"]) == ("done", True, 100, True)
    assert attempt["feedback"]["summary"] == "Passed with 100 of 100: 6 of 6 checks passed."
    assert one(world, "select sum(amount) from gamification.xp_transactions where user_id = %s", admitted.id) > 0
    again = judged(api, admitted, clouds, solution())["result"]
    assert (again["passed"], again["xp_earned"]) == (True, 0)
    kept = "select kind, grader_version, design_snapshot from progress.level_attempts order by created_at limit 1"
    assert world.execute(kept).fetchone() == ("code", JUDGE_VERSION, {"files": task_of()["solution"]})


def test_an_attempt_shows_its_files_and_results(api: Api, admitted: Caller, clouds: Clouds) -> None:
    attempt = judged(api, admitted, clouds, starter())["result"]
    stored = api.get(f"/v1/attempts/{attempt['id']}", admitted).json()
    assert stored["design"] == {"files": task_of()["starter"]}
    assert stored["test_results"] == attempt["test_results"]
    first, *_, points, hidden = stored["test_results"]
    assert (first["title"], first["status"]) == ("Each started half hour costs 1.20", "failed")
    assert first["message"] == "Expected fee(30) to return 120, but it returned 0."
    assert (first["expected"], first["actual"], first["weight"], first["score"]) == (120, 0, 4, 0)
    assert (points["title"], points["expected"]) == ("The fee is a whole number of cents", None)
    assert (hidden["id"], hidden["title"], hidden["message"]) == (
        "hidden-1", None, "What is a stay that ended before it began?",
    )  # fmt: skip
    assert "negative" not in str(stored["test_results"])


def test_a_level_says_what_to_write_and_nothing_of_the_answer(api: Api, admitted: Caller) -> None:
    level = api.get(f"/v1/challenges/{SLUG}/levels/1", admitted).json()
    files = {"starter": task_of()["starter"], "files": ["main.py"]}
    assert level["requirements"] == {"runtime": "python", **files, "tables": None, **LIMITS}
    assert [test["id"] for test in level["test_cases"]] == ["half-hours", "free", "most", "days", "whole"]
    assert level["hidden_tests"] == 1
    for secret in ("FREE = 15", "divmod", "like", "steps", "given"):
        assert secret not in str(level).replace(level["description"], "")


@pytest.mark.parametrize("code", ["while True: pass", "a = [0]\nwhile True: a += a", "def fee(n): return fee(n)"])
def test_code_that_uses_up_a_limit_is_a_failed_attempt(
    code: str, api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    task = judged(api, admitted, clouds, {"kind": "code", "files": {"main.py": code}})
    assert (task["state"], task["result"]["passed"], task["result"]["score"]) == ("done", False, 0)
    assert one(world, "select count(*) from progress.level_attempts") == 1


def test_what_is_refused_queues_nothing(api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    for body, pointer in (
        ({"kind": "code", "files": {"script.js": "x"}}, "/body/files/script.js"),
        ({"kind": "code", "files": {"other.py": "x"}}, "/body/files/other.py"),
        ({"kind": "code", "files": {}}, "/body/files"),
        ({"kind": "code"}, "/body/files"),
        ({"kind": "code", "files": {"main.py": 7}}, "/body/files/main.py"),
        ({"kind": "code", "files": {"main.py": "é" * (MAX_FILES_BYTES // 2 + 1)}}, "/body"),
        ({"kind": "code", "files": {"main.py": "\n" * (MAX_FILES_BYTES // 2)}}, "/body"),
        ({"kind": "quiz", "files": {"main.py": ""}}, "/body/kind"),
        ({"files": {"main.py": ""}}, "/body/kind"),
        ({"kind": "system_design", "design": reference_design("url-shortener")}, "/body/kind"),
    ):
        response = api.post(path(), admitted, json=body)
        problem(response, 422, "invalid")
        assert pointers(response) == [pointer]
    assert api.post(path(), json=solution()).status_code == 401
    assert one(world, "select count(*) from platform.tasks") == 0


def test_code_for_a_design_is_refused(api: Api, admitted: Caller) -> None:
    admit(api, admitted, "url-shortener")
    response = api.post(attempts_path("url-shortener"), admitted, json=solution())
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/kind"]


def test_one_submission_of_a_level_is_open_at_once_and_three_of_a_learner(
    api: Api, admitted: Caller, clouds: Clouds
) -> None:
    admit(api, admitted, "best-sellers", "debounce", "customer-totals")
    assert api.post(path(), admitted, json=solution()).status_code == 202
    problem(api.post(path(), admitted, json=starter()), 409, "task-pending")
    for slug in ("best-sellers", "debounce"):
        assert api.post(path(slug), admitted, json=solution(slug)).status_code == 202
    refused = api.post(path("customer-totals"), admitted, json=solution("customer-totals"))
    problem(refused, 429, "too-many-open")
    assert int(refused.headers["retry-after"]) >= 1
    run_all(clouds)
    assert api.post(path("customer-totals"), admitted, json=solution("customer-totals")).status_code == 202


def test_at_most_three_are_open_even_when_they_come_at_once(
    api: Api, admitted: Caller, world: psycopg.Connection
) -> None:
    slugs = ("best-sellers", "debounce", "customer-totals", "word-index", SLUG)
    admit(api, admitted, *slugs)

    def is_queued(slug: str) -> bool:
        try:
            with transactions.begin(proofs.principal(admitted.id)) as db:
                service.enqueue(db, "grade_code", {}, dedup_key=slug, max_open=3)
        except psycopg.Error as refusal:
            return refusal.sqlstate != "PF429"
        return True

    assert sum(at_once([partial(is_queued, slug) for slug in slugs])) == 3
    assert one(world, "select count(*) from platform.tasks where kind = 'grade_code'") == 3


def test_a_submission_that_waited_too_long_counts_no_attempt(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    queued = api.post(path(), admitted, json=solution()).json()
    clouds.heard()
    run_due_tasks(clouds, minutes=6)
    task = shown(api, admitted, queued["id"])
    assert (task["state"], task["problem"]["kind"]) == ("failed", "expired")
    assert one(world, "select count(*) from progress.level_attempts") == 0
    assert api.post(path(), admitted, json=solution()).status_code == 202


def test_a_verdict_that_comes_twice_or_late_changes_nothing(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    judged(api, admitted, clouds, solution())
    with minutes_later(10):
        run_due_tasks(clouds)
    assert one(world, "select count(*) from progress.level_attempts") == 1


def test_without_images_code_is_refused_and_says_what_to_do(
    api: Api, admitted: Caller, world: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDGE_BUILT", "0")
    response = api.post(path(), admitted, json=solution())
    problem(response, 503, "judge-not-built")
    assert "make judge" in response.json()["detail"]
    assert one(world, "select count(*) from platform.tasks") == 0


def test_two_attempts_draw_other_values(api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    for _ in range(2):
        judged(api, admitted, clouds, solution())
    seeds = "select count(distinct feedback ->> 'seed') from progress.level_attempts"
    assert one(world, seeds) == 2
    attempts = api.get(f"/v1/challenges/{SLUG}/levels/1/attempts", admitted).text
    assert "seed" not in attempts


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_characters_that_cannot_be_stored_are_refused_or_replaced(
    character: str, api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    body = json.dumps({"kind": "code", "files": {"main.py": f"# {character}"}})
    refused = api.post(path(), admitted, content=body, headers={"content-type": "application/json"})
    assert refused.status_code in {400, 422}, refused.text
    assert one(world, "select count(*) from platform.tasks") == 0
    code = f"print(chr({ord(character)}))\ndef fee(minutes):\n    return chr({ord(character)})\n"
    task = judged(api, admitted, clouds, {"kind": "code", "files": {"main.py": code}})
    assert (task["state"], task["result"]["passed"]) == ("done", False)
    page = f"console.log(String.fromCharCode({ord(character)})); document.title = String.fromCharCode({ord(character)})"
    files = {"script.js": page, "index.html": "<p id=count>x</p>"}
    task = judged(api, admitted, clouds, {"kind": "code", "files": files}, "visitor-counter")
    assert (task["state"], task["result"]["passed"]) == ("done", False)


def test_what_is_for_designs_refuses_code_in_a_sentence(api: Api, admitted: Caller, clouds: Clouds) -> None:
    attempt = judged(api, admitted, clouds, starter())["result"]["id"]
    level = f"/v1/challenges/{SLUG}/levels/1"
    answers = [
        api.get(f"/v1/attempts/{attempt}/diagram", admitted),
        api.post(f"/v1/attempts/{attempt}/suggestions", admitted),
        api.post(f"{level}/trials", admitted, json=starter()),
        api.get(f"{level}/design", admitted),
        api.request("PUT", f"{level}/design", admitted, json=reference_design("url-shortener")),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
