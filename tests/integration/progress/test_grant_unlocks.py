"""POST /v1/admin/unlock-grants."""

import uuid
from typing import Any

import httpx
import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import reference_design
from tests.support.learning import attempts_path, beyond_policies, footprint, pass_level, pointers
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


def take_back(api: Api, caller: Caller, learner: Caller, slug: str = "url-shortener", **query: Any) -> httpx.Response:
    """Take a grant back."""
    return api.request("DELETE", f"{PATH}/{learner.id}/{slug}", caller, params={"reason": "A mistake", **query})


def unlocked(api: Api, learner: Caller, slug: str = "url-shortener") -> bool:
    """Return whether a challenge is open to a learner."""
    shown: bool = api.get(f"/v1/challenges/{slug}", learner).json()["unlocked"]
    return shown


def test_a_grant_is_listed_and_taken_back_and_what_was_passed_stays(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    api.post(PATH, administrator, json=grant(known))
    total = pass_level(api, known)["total_xp"]
    listed = api.get(f"/v1/admin/learners/{known.id}/unlock-grants", administrator).json()["items"]
    assert [(row["challenge"], row["reason"], row["granted_by"]) for row in listed] == [
        ("url-shortener", "Knows it", str(administrator.id))
    ]
    response = take_back(api, administrator, known)
    assert (response.status_code, response.json()) == (
        200,
        {"user_id": str(known.id), "challenge": "url-shortener", "still_unlocked": False},
    )
    assert not unlocked(api, known)
    attempt = {"kind": "system_design", "design": reference_design("url-shortener")}
    problem(api.post(attempts_path(), known, json=attempt), 403, "locked")
    progress = api.get("/v1/me/progress", known).json()["items"]
    assert [row["levels_completed"] for row in progress if row["slug"] == "url-shortener"] == [[1]]
    assert api.get("/v1/me", known).json()["total_xp"] == total
    assert api.get(f"/v1/admin/learners/{known.id}/unlock-grants", administrator).json()["items"] == []
    audit = superuser.execute(
        "select actor_id, action, detail ->> 'reason' from platform.audit_log where subject_id = %s order by id",
        [str(known.id)],
    ).fetchall()
    assert audit == [
        (administrator.id, "unlock.granted", "Knows it"),
        (administrator.id, "unlock.revoked", "A mistake"),
    ]
    problem(take_back(api, administrator, known), 404, "not-found")
    assert api.post(PATH, administrator, json=grant(known)).json()["unlocked"] == ["url-shortener"]


def test_what_was_open_before_the_grant_is_none_to_take_back(api: Api, known: Caller, administrator: Caller) -> None:
    api.post(PATH, administrator, json=grant(known))
    problem(take_back(api, administrator, known, "static-website"), 404, "not-found")
    assert unlocked(api, known, "static-website")


def test_completed_prerequisites_keep_a_challenge_open(
    api: Api, known: Caller, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    api.post(PATH, administrator, json=grant(known))
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "insert into progress.user_challenge_progress as p"
            " (user_id, challenge_id, status, completion_date, xp_organization_id)"
            " select %s, n.prerequisite_id, 'completed', now(), identity.public_organization()"
            " from curriculum.challenge_prerequisites as n"
            " inner join curriculum.challenges as c on c.id = n.challenge_id and c.ref = 'url-shortener'"
            " on conflict (user_id, challenge_id) do update set status = 'completed', completion_date = now(),"
            " xp_organization_id = excluded.xp_organization_id",
            [known.id],
        )
    assert take_back(api, administrator, known).json()["still_unlocked"]
    assert unlocked(api, known)


def test_what_the_daily_challenge_opens_no_grant_holds_open(
    api: Api, known: Caller, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    api.post(PATH, administrator, json=grant(known))
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "select progress.open_challenge(%s, (select id from curriculum.challenges where ref = 'url-shortener'), now())",
            [known.id],
        )
    problem(take_back(api, administrator, known), 404, "not-found")
    assert unlocked(api, known)


def test_a_grant_is_taken_back_with_a_reason_by_an_administrator(
    api: Api, known: Caller, administrator: Caller
) -> None:
    api.post(PATH, administrator, json=grant(known))
    response = api.request("DELETE", f"{PATH}/{known.id}/url-shortener", administrator)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/reason"]
    problem(take_back(api, administrator, known, reason="of ada@example.com"), 422, "invalid")
    problem(take_back(api, known, known), 403, "forbidden")
    assert unlocked(api, known)
