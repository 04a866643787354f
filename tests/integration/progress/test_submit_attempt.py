"""POST /v1/challenges/{slug}/levels/{level}/attempts."""

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, reference_design

PATH = "/v1/challenges/url-shortener/levels/1/attempts"


@pytest.fixture
def admitted(api: Api, learner: Caller, administrator: Caller) -> Caller:
    """A learner for whom the challenge is open."""
    api.get("/v1/me", learner)
    grant = {"user_id": str(learner.id), "challenge_slugs": ["url-shortener"], "reason": "test"}
    assert api.post("/v1/admin/unlock-grants", administrator, json=grant).status_code == 201
    return learner


def test_a_passing_design_is_graded_and_paid(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    response = api.post(PATH, admitted, json={"design": reference_design("url-shortener")})
    assert response.status_code == 201
    attempt = response.json()
    assert attempt["passed"]
    assert attempt["score"] == 100
    assert attempt["attempt_number"] == 1
    assert response.headers["location"] == f"/v1/attempts/{attempt['id']}"
    ledger = superuser.execute("select sum(amount) from gamification.xp_transactions where user_id = %s", [admitted.id])
    assert ledger.fetchone() == (attempt["xp_earned"],)
    assert attempt["total_xp"] == attempt["xp_earned"] > 0


def test_a_second_pass_is_recorded_but_not_paid(api: Api, admitted: Caller) -> None:
    body = {"design": reference_design("url-shortener")}
    first = api.post(PATH, admitted, json=body).json()
    second = api.post(PATH, admitted, json=body).json()
    assert (first["first_pass"], second["first_pass"]) == (True, False)
    assert second["attempt_number"] == 2
    assert second["xp_earned"] == 0
    assert second["total_xp"] == first["total_xp"]


def test_an_empty_design_scores_nothing(api: Api, admitted: Caller) -> None:
    attempt = api.post(PATH, admitted, json={"design": EMPTY}).json()
    assert attempt["score"] == 0
    assert not attempt["passed"]
    assert attempt["feedback"]["next_step"]


def test_a_locked_challenge_says_what_is_missing(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    response = api.post(PATH, learner, json={"design": reference_design("url-shortener")})
    document = problem(response, 403, "locked")
    assert [row["slug"] for row in document["missing"]] == ["caching-basics", "capacity-estimation"]
    count = superuser.execute("select count(*) from progress.level_attempts where user_id = %s", [learner.id])
    assert count.fetchone() == (0,)
