"""POST /v1/me/exports."""

import json
from datetime import datetime, timedelta
from typing import Any

import boto3
import httpx
import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import pass_level

PATH = "/v1/me/exports"


@pytest.fixture
def known(api: Api, learner: Caller) -> Caller:
    """A learner with a name and an attempt, among others."""
    api.patch("/v1/me", learner, json={"display_name": "Ada"})
    pass_level(api, learner, "static-website")
    pass_level(api, new_caller(), "static-website")
    return learner


def bundle(clouds: Clouds, caller: Caller, export: dict[str, Any]) -> dict[str, Any]:
    """Read what was exported."""
    body = (
        boto3.client("s3")
        .get_object(Bucket=clouds.exports, Key=f"exports/{caller.id}/{export['id']}.json")["Body"]
        .read()
    )
    assert len(body) == export["bytes"]
    found: dict[str, Any] = json.loads(body)
    return found


def test_a_bundle_holds_everything_of_the_caller_and_nothing_of_others(api: Api, known: Caller, clouds: Clouds) -> None:
    response = api.post(PATH, known)
    assert response.status_code == 201, response.text
    export = response.json()
    assert httpx.URL(export["url"]).params["X-Amz-Expires"] == "900"
    found = bundle(clouds, known, export)
    assert {name: len(rows) for name, rows in found["tables"].items()} == export["tables"]
    assert found["tables"]["identity.users"][0]["display_name"] == "Ada"
    assert len(found["tables"]["progress.level_attempts"]) == 1
    assert export["tables"]["gamification.xp_transactions"] >= 1
    for name, rows in found["tables"].items():
        for row in rows:
            assert str(known.id) in {row.get("user_id"), row.get("id") if name == "identity.users" else None}


def test_every_table_that_knows_learners_is_in_it_or_left_out_with_a_reason(
    api: Api, known: Caller, clouds: Clouds, superuser: psycopg.Connection
) -> None:
    rows = superuser.execute("select relation, left_out from identity.personal_data").fetchall()
    left_out = {relation: reason for relation, reason in rows if reason}
    export = api.post(PATH, known).json()
    assert export["tables"].keys() == {relation for relation, _ in rows} - left_out.keys()
    assert bundle(clouds, known, export)["left_out"] == left_out


def test_hidden_tests_stay_hidden(api: Api, learner: Caller, clouds: Clouds, superuser: psycopg.Connection) -> None:
    pass_level(api, learner, "static-website")
    attempt = pass_level(api, learner, "static-website", 2)
    found = bundle(clouds, learner, api.post(PATH, learner).json())
    row = next(row for row in found["tables"]["progress.level_attempts"] if row["level_number"] == 2)
    hidden = [result for result in row["test_results"] if result.get("hidden")]
    assert len(row["test_results"]) == len(attempt["test_results"])
    assert hidden
    assert all(result.keys() == {"hidden", "passed"} for result in hidden)


def test_three_a_day(api: Api, known: Caller, clouds: Clouds) -> None:
    statuses = [api.post(PATH, known).status_code for _ in range(4)]
    assert statuses == [201, 201, 201, 429]
    assert len(clouds.keys(clouds.exports)) == 3


def test_a_replay_makes_no_second_bundle_and_is_neither_counted_nor_refused(
    api: Api, known: Caller, clouds: Clouds
) -> None:
    def export(key: str) -> httpx.Response:
        return api.post(PATH, known, headers={"idempotency-key": key})

    answers = [export("k") for _ in range(5)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(201, answers[0].json())] * 5
    assert len(clouds.keys(clouds.exports)) == 1
    assert [export(key).status_code for key in ("l", "m", "n")] == [201, 201, 429]
    assert export("k").json() == answers[0].json()


def test_a_late_replay_makes_a_bundle_whose_link_is_alive(api: Api, known: Caller, clouds: Clouds) -> None:
    """The stored link would be dead: the key is kept for a shorter time than the link is valid."""
    key = {"idempotency-key": "k"}
    first = api.post(PATH, known, headers=key).json()
    with clock.moved_to(clock.now() + timedelta(minutes=9)):
        assert api.post(PATH, known, headers=key).json() == first
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        now = clock.now()
        again = api.post(PATH, known, headers=key)
    assert again.status_code == 201, again.text
    assert "idempotency-replayed" not in again.headers
    assert again.json()["id"] != first["id"]
    assert datetime.fromisoformat(again.json()["expires_at"]) >= now + timedelta(minutes=14)
    assert len(clouds.keys(clouds.exports)) == 2


def test_nobody_exports_without_a_token(api: Api) -> None:
    assert api.post(PATH).status_code == 401


def test_whoever_left_exports_nothing(api: Api, known: Caller, clouds: Clouds) -> None:
    api.request("DELETE", "/v1/me", known, params={"confirm": api.get("/v1/me", known).json()["username"]})
    problem(api.post(PATH, known), 403, "erased")
