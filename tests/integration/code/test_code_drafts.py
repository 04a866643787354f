"""…/items/challenge/{slug}/evaluations with code: an author tries it on a draft, and nothing is recorded."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from progressive_flow_local.cli import item_trying
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.code_attempts import SLUG, document, path, run_all, solution, starter, task_of
from tests.support.commands import run, sign_in
from tests.support.learning import admit, pointers
from tests.support.membership import joined
from tests.support.publishing import Staff, save, staff
from tests.support.scene import one
from tests.support.task_kinds import run_due_tasks, shown


@pytest.fixture
def people(api: Api, administrator: Caller, world: psycopg.Connection, judge: None) -> Staff:
    """An organization with its staff and the draft of a challenge."""
    found = staff(api, administrator)
    save(api, found, document())
    return found


def attempted(api: Api, people: Staff, sent: Any, by: Caller | None = None, slug: str = SLUG, level: int = 1) -> Any:
    """Try a submission on a level of the draft."""
    address = f"{people.path('challenge', slug)}/evaluations"
    return api.post(address, by or people.author, json={"level": level, "submission": sent})


def judged(api: Api, people: Staff, clouds: Clouds, sent: Any) -> dict[str, Any]:
    """Try a submission, have it judged, and return the task as its author reads it."""
    response = attempted(api, people, sent)
    assert response.status_code == 202, response.text
    run_all(clouds)
    return shown(api, people.author, response.json()["id"])


def rows(world: psycopg.Connection) -> dict[str, int]:
    """Return how many rows each table has but for tasks and what counts requests."""
    tables = world.execute(
        "select format('%I.%I', schemaname, relname) from pg_stat_user_tables"
        " where relname not in ('tasks', 'rate_limits', 'idempotency_keys')"
    ).fetchall()
    return {table: one(world, f"select count(*) from {table}") for (table,) in tables}


def test_an_author_tries_the_solution_of_a_draft(api: Api, people: Staff, clouds: Clouds) -> None:
    response = attempted(api, people, solution())
    assert (response.status_code, response.headers["retry-after"]) == (202, "1")
    assert response.headers["location"] == f"/v1/tasks/{response.json()['id']}"
    assert run_all(clouds) == ["grade_code", "judge_code", "grade_code"]
    task = shown(api, people.author, response.json()["id"])
    verdict = task["result"]
    assert (task["state"], verdict["passed"], verdict["score"]) == ("done", True, 100)
    assert (verdict["revision"], verdict["level"]) == (1, 1)
    assert verdict["feedback"]["summary"] == "Passed with 100 of 100: 6 of 6 checks passed."


def test_an_author_sees_all_of_each_check(api: Api, people: Staff, clouds: Clouds) -> None:
    fee = "def fee(minutes):\n    print(minutes)\n    return 120 * -(-minutes // 30) if minutes > 15 else 0\n"
    verdict = judged(api, people, clouds, {"kind": "code", "files": {"main.py": fee}})["result"]
    checks = {check["id"]: check for check in task_of()["checks"]}
    assert [result["id"] for result in verdict["test_results"]] == list(checks)
    hidden = verdict["test_results"][-1]
    assert (hidden["visibility"], hidden["title"], hidden["status"]) == (
        "hidden",
        checks["negative"]["title"],
        "failed",
    )
    assert hidden["message"] == "Expected fee(-1) to raise ValueError, but it returned 0."
    assert (hidden["expected"], hidden["actual"]) == ("ValueError", 0)
    most = next(result for result in verdict["test_results"] if result["id"] == "most")
    assert (most["expected"], most["status"]) == (1800, "failed")
    assert most["actual"] > 1800
    assert verdict["feedback"]["console"].startswith("30")


def test_nothing_but_the_task_is_left(api: Api, people: Staff, clouds: Clouds, world: psycopg.Connection) -> None:
    before = rows(world)
    assert before["progress.level_attempts"] == before["gamification.xp_transactions"] == 0
    task = judged(api, people, clouds, solution())
    assert rows(world) == before
    kept = "select count(*) from platform.tasks where user_id = %s and parent_id is null and payload = '{}'"
    assert one(world, kept, people.author.id) == 1
    assert task["result"]["passed"] is True


def test_each_save_is_tried_as_it_is_now(api: Api, people: Staff, clouds: Clouds) -> None:
    save(api, people, document(min_score=100, must_pass=["negative"]))
    assert judged(api, people, clouds, starter())["result"]["revision"] == 2


def test_who_may_not_read_drafts_tries_nothing(
    api: Api, administrator: Caller, people: Staff, world: psycopg.Connection
) -> None:
    other = staff(api, administrator)
    learner = joined(api, administrator, people.organization, "learner")
    stranger = new_caller()
    assert api.get("/v1/me", stranger).status_code == 200
    for by in (other.author, other.administrator, learner, stranger):
        problem(attempted(api, people, solution(), by), 403, "forbidden")
    address = f"{people.path('challenge', SLUG)}/evaluations"
    assert api.post(address, json={"level": 1, "submission": solution()}).status_code == 401
    assert one(world, "select count(*) from platform.tasks where kind = 'grade_code'") == 0


def test_another_reads_nothing_of_the_verdict(api: Api, people: Staff, clouds: Clouds) -> None:
    task = judged(api, people, clouds, solution())
    problem(api.get(f"/v1/tasks/{task['id']}", people.reviewer), 404, "not-found")


def test_what_is_refused_is_pointed_at_and_queues_nothing(api: Api, people: Staff, world: psycopg.Connection) -> None:
    for sent, pointer in (
        ({"kind": "code", "files": {"script.js": "x"}}, "/body/submission/files/script.js"),
        ({"kind": "code", "files": {"other.py": "x"}}, "/body/submission/files/other.py"),
        ({"kind": "code", "files": {}}, "/body/submission/files"),
        (
            {"kind": "system_design", "design": {"schema": "sd-graph/1", "nodes": [], "edges": []}},
            "/body/submission/kind",
        ),
        ({"kind": "quiz"}, "/body/submission/kind"),
    ):
        response = attempted(api, people, sent)
        problem(response, 422, "invalid")
        assert pointers(response) == [pointer]
    response = attempted(api, people, solution(), level=2)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/level"]
    assert one(world, "select count(*) from platform.tasks where kind = 'grade_code'") == 0


def test_a_draft_whose_checks_cannot_run_says_where(api: Api, people: Staff) -> None:
    written = document()
    written["levels"][0]["task"]["checks"][1]["needs"] = ["no-such"]
    save(api, people, written)
    response = attempted(api, people, solution())
    problem(response, 422, "invalid")
    [row] = response.json()["errors"]
    assert row == {
        "pointer": "/body/level",
        "message": "levels.0.task.checks.1.needs: level 1: no check before it is called 'no-such'",
    }


def test_a_draft_that_is_not_there_is_not_found(api: Api, people: Staff) -> None:
    problem(attempted(api, people, solution(), slug="no-such"), 404, "not-found")


def test_one_of_a_level_is_open_at_once_and_three_with_attempts(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    assert attempted(api, people, solution()).status_code == 202
    problem(attempted(api, people, starter()), 409, "task-pending")
    admit(api, people.author, SLUG, "best-sellers", "word-index")
    for slug in (SLUG, "best-sellers"):
        assert api.post(path(slug), people.author, json=solution(slug)).status_code == 202
    problem(api.post(path("word-index"), people.author, json=solution("word-index")), 429, "too-many-open")
    save(api, people, document() | {"slug": "other", "order": 2})
    refused = attempted(api, people, solution(), slug="other")
    problem(refused, 429, "too-many-open")
    assert int(refused.headers["retry-after"]) >= 1
    run_all(clouds)
    assert attempted(api, people, solution(), slug="other").status_code == 202


def test_without_images_a_draft_is_not_tried(
    api: Api, people: Staff, world: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDGE_BUILT", "0")
    problem(attempted(api, people, solution()), 503, "judge-not-built")
    assert one(world, "select count(*) from platform.tasks where kind = 'grade_code'") == 0


def test_one_that_waited_too_long_is_not_judged(api: Api, people: Staff, clouds: Clouds) -> None:
    queued = attempted(api, people, solution()).json()
    clouds.heard()
    run_due_tasks(clouds, minutes=6)
    assert shown(api, people.author, queued["id"])["problem"]["kind"] == "expired"


def test_the_command_tries_the_files_of_a_folder(
    api: Api,
    administrator: Caller,
    people: Staff,
    clouds: Clouds,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(api, administrator, monkeypatch)
    monkeypatch.setattr("time.sleep", lambda _: run_all(clouds))
    (tmp_path / "main.py").write_text(task_of()["solution"]["main.py"])
    (tmp_path / ".hidden").write_text("not sent")
    file = tmp_path.with_suffix(".yaml")
    file.write_text(yaml.safe_dump(document()))
    run("item", "save", people.organization, "challenge", str(file))
    verdict = run("item", "grade", people.organization, SLUG, "1", str(tmp_path))
    assert (verdict["passed"], len(verdict["test_results"])) == (True, 6)


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_folder_without_text_is_refused(content: bytes | None, tmp_path: Path) -> None:
    if content:
        (tmp_path / "main.py").write_bytes(content)
    with pytest.raises(LocalError):
        item_trying.code_in(tmp_path)
