"""PUT and DELETE /v1/tracks/{slug}/enrollment, GET /v1/challenges/{slug}/prerequisites."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.learning import admit, count, pass_level
from tests.support.scene import NOON, make_challenge

PATH = "/v1/tracks/systems/enrollment"


def enrolled(api: Api, learner: Caller) -> list[str]:
    """Return the tracks that a learner follows."""
    return [row["slug"] for row in api.get("/v1/me/tracks", learner).json()["items"] if row["enrolled_at"]]


def test_following_twice_keeps_the_first_date(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    with clock.moved_to(NOON):
        first = api.request("PUT", PATH, learner)
    assert (first.status_code, first.json()["track"]) == (200, "systems")
    assert first.json()["enrolled_at"].startswith("2026-05-06T12:00:")
    with clock.moved_to(NOON + timedelta(days=1)):
        assert api.request("PUT", PATH, learner).json() == first.json()
    assert count(superuser, "progress.user_enrollments", learner.id) == 1
    assert enrolled(api, learner) == ["systems"]


def test_leaving_keeps_the_progress(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    api.request("PUT", PATH, learner)
    for _ in range(2):  # repeating it changes nothing
        response = api.request("DELETE", PATH, learner)
        assert (response.status_code, response.text) == (204, "")
    assert enrolled(api, learner) == []
    assert count(superuser, "progress.user_track_progress", learner.id) == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_there_is_no_such_track(api: Api, learner: Caller, method: str) -> None:
    problem(api.request(method, "/v1/tracks/nothing/enrollment", learner), 404, "not-found")
    problem(api.request(method, "/v1/tracks/NOT-A-SLUG/enrollment", learner), 422, "invalid")
    assert api.request(method, PATH).status_code == 401


def prerequisites(api: Api, learner: Caller, slug: str) -> dict[str, Any]:
    """Return what a challenge needs."""
    found: dict[str, Any] = api.get(f"/v1/challenges/{slug}/prerequisites", learner).json()
    return found


def test_a_challenge_says_what_it_needs(api: Api, learner: Caller) -> None:
    found = prerequisites(api, learner, "url-shortener")
    assert (found["challenge"], found["unlocked"], found["all_completed"]) == ("url-shortener", False, False)
    assert {row["slug"] for row in found["items"]} == {"caching-basics", "capacity-estimation"}
    assert {row["completed"] for row in found["items"]} == {False}


def test_a_grant_opens_without_completing(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener", "caching-basics")
    found = prerequisites(api, learner, "url-shortener")
    assert (found["unlocked"], found["all_completed"]) == (True, False)
    assert {row["slug"]: row["unlocked"] for row in found["items"]}["caching-basics"]


def test_what_needs_nothing_is_open_with_an_empty_list(api: Api, learner: Caller) -> None:
    found = prerequisites(api, learner, "static-website")
    assert (found["unlocked"], found["all_completed"], found["items"]) == (True, True, [])


def test_there_are_none_of_what_is_not_there(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    problem(api.get("/v1/challenges/nothing/prerequisites", learner), 404, "not-found")
    problem(api.get("/v1/challenges/NO/prerequisites", learner), 422, "invalid")
    assert api.get("/v1/challenges/url-shortener/prerequisites").status_code == 401
    make_challenge(superuser, "uncommitted")  # another transaction's, never seen
    problem(api.get("/v1/challenges/uncommitted/prerequisites", learner), 404, "not-found")
