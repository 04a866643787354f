"""`progressive-flow attempts regrade`: what is stored is what would come out again, and the command changes nothing."""

import json
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from progressive_flow.kernel.errors import UserError
from progressive_flow.progress.regrading import service
from progressive_flow_local.cli import app
from progressive_flow_local.cli import attempts as command
from tests.support.api import Api, Caller, new_caller
from tests.support.content import EMPTY, content, reference_design
from tests.support.grading import everything
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level

RUNNER = CliRunner()
PUBLISHED = [challenge for challenge in content().challenges if challenge.levels]


def run(*options: str) -> Result:
    return RUNNER.invoke(command.app, ["regrade", *options])


def report(*options: str) -> dict[str, Any]:
    """Run for programs; return what it prints."""
    result = run("--json", *options)
    found: dict[str, Any] = json.loads(result.stdout)
    assert result.exit_code == int(bool(found["differences"] or found["failed"]))
    return found


@pytest.fixture
def made(api: Api, learner: Caller, fresh_database: dict[str, str]) -> list[dict[str, Any]]:
    """Two attempts at a level: an empty design and the reference design."""
    admit(api, learner, "url-shortener")
    empty = api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY}).json()
    return [empty, pass_level(api, learner)]


def tamper(urls: dict[str, str], admin_url: str, attempt: str, change: str) -> None:
    """Change a stored attempt, as nothing but a hand could."""
    with beyond_policies(urls, admin_url) as connection:
        connection.execute(f"update progress.level_attempts set {change} where id = %s".encode(), [attempt])


@pytest.mark.usefixtures("fresh_database")
def test_every_level_comes_out_as_it_did(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BATCH", 7)  # so that there are pages
    attempts = 0
    for challenge in PUBLISHED:
        learner = admit(api, new_caller(), challenge.slug)
        weaker = [design.design.as_graph() for design in challenge.weaker_designs]
        for level in challenge.levels:
            at_this_level = weaker[level.level - 1 :: len(challenge.levels)]  # each of them at one level
            for design in (EMPTY, *at_this_level, reference_design(challenge.slug)):
                path = attempts_path(challenge.slug, level.level)
                assert api.post(path, learner, json={"kind": "system_design", "design": design}).status_code == 201
                attempts += 1
    found = report()
    assert attempts > 10
    assert (found["attempts"], found["equal"], found["differences"]) == (attempts, attempts, [])
    assert (found["failed"], found["skipped"]) == ([], {})


def test_a_changed_score_is_reported(
    made: list[dict[str, Any]], fresh_database: dict[str, str], admin_url: str
) -> None:
    tamper(fresh_database, admin_url, made[0]["id"], "score = 55.5")
    tamper(fresh_database, admin_url, made[1]["id"], "passed = false")
    found = report()
    about = {"challenge": "url-shortener", "level": 1, "version": 1}
    empty = {"stored_score": 55.5, "stored_passed": False, "score": 0, "passed": False}
    reference = {"stored_score": 100, "stored_passed": False, "score": 100, "passed": True}
    assert found["differences"] == [
        {"attempt_id": made[0]["id"], **about, **empty},
        {"attempt_id": made[1]["id"], **about, **reference},
    ]
    shown = run()
    assert shown.exit_code == 1
    words = " ".join(shown.stderr.split())
    assert made[0]["id"][:8] in words
    assert "2 attempts: 0 as stored, 2 different" in words


def test_nothing_changes(made: list[dict[str, Any]], fresh_database: dict[str, str], admin_url: str) -> None:
    tamper(fresh_database, admin_url, made[0]["id"], "score = 100, passed = true")
    with beyond_policies(fresh_database, admin_url) as connection:
        before = everything(connection)
        assert len(report()["differences"]) == 1
        assert everything(connection) == before


def test_it_can_be_narrowed(api: Api, made: list[dict[str, Any]]) -> None:
    other = admit(api, new_caller(), "static-website")
    pass_level(api, other, "static-website")
    assert report()["attempts"] == 3
    assert report("--challenge", "url-shortener")["attempts"] == 2
    assert report("--limit", "1")["attempts"] == 1
    assert report("--since", "2000-01-01")["attempts"] == 3
    assert report("--since", "2999-01-01")["attempts"] == 0
    assert isinstance(run("--challenge", "no-such").exception, UserError)
    assert run("--since", "yesterday").exit_code == run("--limit", "0").exit_code == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("daily_challenge_id = gen_random_uuid()", service.DAILY),
        ("grader_version = 999", service.OUTDATED),
        ("level_number = 5", service.NO_LEVEL),
    ],
)
def test_what_cannot_be_graded_again_is_counted(
    made: list[dict[str, Any]], fresh_database: dict[str, str], admin_url: str, change: str, reason: str
) -> None:
    if "level_number" in change:
        with beyond_policies(fresh_database, admin_url) as connection:
            drop_level_five(connection)
    tamper(fresh_database, admin_url, made[0]["id"], change)
    found = report()
    assert (found["attempts"], found["equal"], found["skipped"]) == (2, 1, {reason: 1})


def drop_level_five(connection: psycopg.Connection) -> None:
    """Leave versions with four levels at most, whatever the files have."""
    connection.execute("set session_replication_role = replica")  # versions are immutable
    connection.execute(
        "update content.challenge_versions set content = jsonb_set(content, '{levels}', jsonb_path_query_array("
        "content, '$.levels[*] ? (@.level < 5)'))"
    )


def test_one_row_that_breaks_the_evaluator_hides_no_other(
    made: list[dict[str, Any]], fresh_database: dict[str, str], admin_url: str
) -> None:
    tamper(fresh_database, admin_url, made[0]["id"], """design_snapshot = '{"nodes": [1]}'""")
    found = report()
    assert (found["failed"], found["equal"]) == ([made[0]["id"]], 1)
    assert run().exit_code == 1


def test_the_command_is_there() -> None:
    assert "regrade" in RUNNER.invoke(app, ["attempts", "--help"]).stdout
