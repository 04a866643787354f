"""POST /v1/admin/unlock-grants."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import footprint, pass_level, pointers
from tests.support.scene import one

PATH = "/v1/admin/unlock-grants"


def grant(learner: Caller, **changes: Any) -> dict[str, Any]:
    """Make a grant of two challenges, changed."""
    return {
        "user_id": str(learner.id),
        "challenge_slugs": ["url-shortener", "static-website"],
        "reason": "Knows it",
        **changes,
    }


@pytest.fixture
def known(api: Api, learner: Caller) -> Caller:
    """A learner who was here before, for whom static-website is open and url-shortener is not."""
    api.get("/v1/me", learner)
    return learner


def test_a_grant_opens_what_was_closed(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    response = api.post(PATH, administrator, json=grant(known))
    assert response.status_code == 201
    assert response.json() == {
        "user_id": str(known.id),
        "unlocked": ["url-shortener"],
        "already_unlocked": ["static-website"],
    }
    assert api.get("/v1/challenges/url-shortener", known).json()["unlocked"]
    assert pass_level(api, known)["passed"]
    audit = superuser.execute(
        "select actor_id, action, detail ->> 'reason' from platform.audit_log where subject_id = %s", [str(known.id)]
    ).fetchall()
    assert audit == [(administrator.id, "unlock.granted", "Knows it")]


def test_a_second_grant_opens_nothing_more(api: Api, known: Caller, administrator: Caller) -> None:
    api.post(PATH, administrator, json=grant(known))
    again = api.post(PATH, administrator, json=grant(known, challenge_slugs=["url-shortener", "url-shortener"]))
    assert (again.status_code, again.json()["unlocked"], again.json()["already_unlocked"]) == (
        201,
        [],
        ["url-shortener"],
    )


def test_a_replay_leaves_one_audit_row(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    answers = [api.post(PATH, administrator, json=grant(known), headers={"idempotency-key": "k"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert one(superuser, "select count(*) from platform.audit_log where subject_id = %s", str(known.id)) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"user_id": str(uuid.UUID(int=5))}, "/body/user_id"),
        ({"user_id": "ada"}, "/body/user_id"),
        ({"user_id": None}, "/body/user_id"),
        ({"challenge_slugs": []}, "/body/challenge_slugs"),
        ({"challenge_slugs": ["url-shortener"] * 101}, "/body/challenge_slugs"),
        ({"challenge_slugs": ["url-shortener", "no-such"]}, "/body/challenge_slugs"),
        ({"challenge_slugs": ["'; --"]}, "/body/challenge_slugs/0"),
        ({"challenge_slugs": "url-shortener"}, "/body/challenge_slugs"),
        ({"reason": ""}, "/body/reason"),
        ({"reason": "   "}, "/body/reason"),
        ({"reason": "x" * 501}, "/body/reason"),
        ({"xp": 100}, "/body/xp"),
    ],
)
def test_a_bad_grant_is_pointed_at_and_opens_nothing(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection, changes: dict[str, Any], pointer: str
) -> None:
    before = footprint(superuser, known.id)
    response = api.post(PATH, administrator, json=grant(known, **changes))
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert footprint(superuser, known.id) == before


def test_a_reason_with_a_nul_is_refused(api: Api, known: Caller, administrator: Caller) -> None:
    problem(api.post(PATH, administrator, json=grant(known, reason="a\u0000")), 422, "invalid")
    assert not api.get("/v1/challenges/url-shortener", known).json()["unlocked"]
