"""GET /v1/me."""

import hashlib

import psycopg
import pytest

from tests.support import tokens
from tests.support.api import Api, Caller
from tests.support.learning import admit, count, earned, pass_level


def test_the_first_request_makes_the_learner(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    response = api.get("/v1/me", learner)
    assert response.status_code == 200
    me = response.json()
    assert {name: me[name] for name in me if not name.endswith("_at")} == {
        "id": str(learner.id),
        "email": None,
        "username": f"learner-{hashlib.sha256(str(learner.id).encode()).hexdigest()[:12]}",
        "display_name": None,
        "avatar_url": None,
        "skill_level": "beginner",
        "onboarding_completed": False,
        "preferences": {},
        "time_zone": "UTC",
        "time_zone_since": None,
        "visibility": "public",
        "organizations": ["public"],
        "total_xp": 0,
        "current_level": 1,
    }
    assert me["created_at"] == me["updated_at"] == me["last_active_at"]
    assert (
        count(superuser, "identity.users", learner.id) == count(superuser, "gamification.user_stats", learner.id) == 1
    )


def test_a_second_request_changes_nothing(api: Api, learner: Caller) -> None:
    assert api.get("/v1/me", learner).json() == api.get("/v1/me", learner).json()


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    tag = api.get("/v1/me", learner).headers["etag"]
    for sent_tag in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        response = api.get("/v1/me", learner, headers={"if-none-match": sent_tag})
        assert (response.status_code, response.content, response.headers["etag"]) == (304, b"", tag)
    api.patch("/v1/me", learner, json={"display_name": "Ada"})
    changed = api.get("/v1/me", learner, headers={"if-none-match": tag})
    assert (changed.status_code, changed.json()["display_name"]) == (200, "Ada")


def test_points_show(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    me = api.get("/v1/me", learner).json()
    assert me["total_xp"] == earned(attempt) > 0


def test_an_address_moves_to_its_newest_owner(api: Api, learner: Caller) -> None:
    address = f"{learner.id.hex}@example.com"
    before, after = Caller(learner.id), Caller(learner.id)
    before.token = tokens.sign(learner.id, email=address)
    assert api.get("/v1/me", before).json()["email"] == address
    successor = Caller(type(learner.id)(int=learner.id.int ^ 1))
    successor.token = tokens.sign(successor.id, email=address.upper())
    assert api.get("/v1/me", successor).json()["email"] == address.upper()
    assert api.get("/v1/me", after).json()["email"] is None


@pytest.mark.parametrize("length", [256, 2048])
def test_an_address_that_the_column_cannot_hold_counts_as_none(api: Api, learner: Caller, length: int) -> None:
    """Cognito takes addresses of up to 2,048 characters, and its word is the token's claim."""
    suffix = f"{learner.id.hex}@example.com"
    learner.token = tokens.sign(learner.id, email="a" * (length - len(suffix)) + suffix)
    assert api.get("/v1/me", learner).json()["email"] is None
    learner.token = tokens.sign(learner.id, email=suffix)
    assert api.get("/v1/me", learner).json()["email"] == suffix


def test_it_is_private(api: Api, learner: Caller) -> None:
    assert api.get("/v1/me", learner).headers["cache-control"] == "private, no-cache"
