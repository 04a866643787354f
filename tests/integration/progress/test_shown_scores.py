"""Of an attempt that failed nobody but staff sees the exact score, nor the share of a test's points: it shows tenths."""

import json
from typing import Any

import boto3
import httpx
import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller
from tests.support.clouds import Clouds
from tests.support.content import reference_design
from tests.support.days import fix_day
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level
from tests.support.scene import one

PATH = attempts_path(level=2)
DESIGN = reference_design("url-shortener")
SMALL = {**DESIGN, "nodes": [{"id": part["id"], "type": part["type"]} for part in DESIGN["nodes"]]}
FAILS: dict[str, Any] = {"kind": "system_design", "design": SMALL}
SHOWING = (
    PATH,
    "/v1/challenges/url-shortener/levels/2",
    "/v1/challenges/url-shortener",
    "/v1/challenges?search=url",
    "/v1/me/progress",
    "/v1/me/activity",
    "/v1/me/notifications",
    "/v1/me/recommendations",
    "/v1/me/dashboard",
    "/v1/daily-challenge",
    "/v1/daily-challenge/leaderboard",
)


@pytest.fixture
def failed(api: Api, learner: Caller) -> dict[str, Any]:
    """The answer to an attempt at level 2 that failed, and earned something beside whole tenths."""
    pass_level(api, admit(api, learner, "url-shortener"))
    answer: dict[str, Any] = api.post(PATH, learner, json=FAILS).json()
    return answer


def exact(connection: psycopg.Connection, attempt: dict[str, Any]) -> tuple[float, list[dict[str, Any]]]:
    """Return the score and the results that are stored."""
    row = connection.execute(
        "select score::float8, test_results from progress.level_attempts where id = %s", [attempt["id"]]
    ).fetchone()
    assert row
    score, results = row
    assert score % 10
    return score, results


def test_the_answer_shows_tenths_and_what_is_stored_is_exact(
    failed: dict[str, Any], superuser: psycopg.Connection
) -> None:
    score, results = exact(superuser, failed)
    assert (failed["passed"], failed["score"]) == (False, score // 10 * 10)
    assert any(0 < result["score"] < 1 for result in results)
    assert [row["score"] for row in failed["test_results"]] == [float(row["passed"]) for row in failed["test_results"]]
    visible = [result for result in results if result["visibility"] == "visible"]
    shown = [row for row in failed["test_results"] if row["visibility"] == "visible"]
    assert [row["message"] for row in shown] == [result["message"] for result in visible]
    assert failed["feedback"]["summary"].startswith("Not passed: ")


def test_nothing_a_learner_reads_shows_the_exact_score(
    api: Api, learner: Caller, failed: dict[str, Any], superuser: psycopg.Connection
) -> None:
    score, results = exact(superuser, failed)
    shares = [f'"score":{result["score"]}' for result in results if 0 < result["score"] < 1]
    one_attempt = f"/v1/attempts/{failed['id']}"
    for path in (*SHOWING[:-2], one_attempt, f"{one_attempt}/diagram"):
        text = api.get(path, learner).text
        assert f"{score:g}" not in text, path
        assert not any(share in text for share in shares), path
    shown = failed["score"]
    assert api.get(one_attempt, learner).json()["score"] == shown
    assert [row["score"] for row in api.get(PATH, learner).json()["items"]] == [shown]
    assert api.get(SHOWING[1], learner).json()["best_score"] == shown
    (row,) = (row for row in api.get("/v1/me/progress", learner).json()["items"] if row["slug"] == "url-shortener")
    assert [level["best_score"] for level in row["levels"][:2]] == [100, shown]
    assert f"attempt 1: {shown:g} of 100" in api.get(f"{one_attempt}/diagram", learner).text
    (newest, *_) = api.get("/v1/me/activity", learner).json()["items"]
    assert newest["details"]["score"] == shown


def test_events_and_the_export_show_tenths(
    api: Api, learner: Caller, failed: dict[str, Any], superuser: psycopg.Connection, clouds: Clouds
) -> None:
    score, _ = exact(superuser, failed)
    payload = "select payload from platform.outbox where topic = 'attempt.graded' and payload ->> 'attempt_id' = %s"
    assert one(superuser, payload, failed["id"])["score"] == failed["score"]
    export = api.post("/v1/me/exports", learner).json()
    key = f"exports/{learner.id}/{export['id']}.json"
    text = boto3.client("s3").get_object(Bucket=clouds.exports, Key=key)["Body"].read().decode()
    assert f"{score:g}" not in text
    tables = json.loads(text)["tables"]
    row = next(row for row in tables["progress.level_attempts"] if row["id"] == failed["id"])
    assert row["score"] == failed["score"]
    assert {test["score"] for test in row["test_results"] if "score" in test} == {0, 1}
    levels = {row["level_number"]: row for row in tables["progress.user_level_progress"]}
    assert [levels[number]["best_score"] for number in (1, 2)] == [100, failed["score"]]
    assert levels[2]["tries_full_at"] is not None


def test_whoever_passed_sees_what_is_exact(
    api: Api, learner: Caller, failed: dict[str, Any], database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(database, admin_url) as connection:
        score, _ = exact(connection, failed)
        connection.execute(
            "update progress.user_level_progress set passed_at = last_attempt_at where user_id = %s and level_number = 2",
            [learner.id],
        )
    assert api.get(SHOWING[1], learner).json()["best_score"] == score


def test_the_daily_challenge_shows_ranks_and_averages_tenths(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    api.get("/v1/me", learner)
    with beyond_policies(fresh_database, admin_url) as connection:
        at = one(connection, "select now()")
        fix_day(connection, level=2, at=at)
        attempt: dict[str, Any] = api.post("/v1/daily-challenge/attempts", learner, json=FAILS).json()
        score, _ = exact(connection, attempt)
        connection.execute("select gamification.aggregate_daily_challenges(%s)", [at])
        assert one(connection, "select average_score::float8 from gamification.daily_challenges") == attempt["score"]
    for path in SHOWING[-2:]:
        assert f"{score:g}" not in api.get(path, learner).text
    assert api.get("/v1/daily-challenge", learner).json()["mine"]["score"] == attempt["score"] < score


def test_staff_see_what_is_exact(
    api: Api, learner: Caller, failed: dict[str, Any], superuser: psycopg.Connection
) -> None:
    path = f"/v1/admin/learners/{learner.id}/attempts"
    answer: httpx.Response = api.get(path, new_caller("platform_admin"))
    scores = [row["score"] for row in answer.json()["items"] if row["id"] == failed["id"]]
    assert scores == [exact(superuser, failed)[0]]
