"""POST /v1/admin/achievement-revocations."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.achievements import Holder, mine, revoke, total
from tests.support.api import Api, Caller, problem
from tests.support.learning import beyond_policies, footprint, pass_level, pointers
from tests.support.scene import one


def test_the_badge_and_its_xp_go_with_a_reason(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    before = total(api, holder)
    response = revoke(api, administrator, holder)
    assert response.status_code == 201, response.text
    assert (response.json()["xp_taken"], response.json()["total_xp"]) == (holder.reward, before - holder.reward)
    shown = mine(api, holder)
    assert (shown["unlocked_at"], shown["progress"], shown["metadata"]) == (None, 0, {})
    assert shown["revoked_at"] == response.json()["revoked_at"]
    assert total(api, holder) == before - holder.reward
    row = api.get("/v1/me/xp", holder.caller).json()["items"][0]
    assert (row["source"]["type"], row["amount"], row["description"]) == ("correction", -holder.reward, "Copied")
    assert (row["source"]["achievement"], row["source"]["reference"]) == (holder.slug, None)
    notification = api.get("/v1/me/notifications", holder.caller).json()["items"][0]
    assert notification["type"] == "achievement_revoked"
    assert notification["message"] == f"Reason: Copied. {holder.reward} XP were taken back."
    audit = "select actor_id from platform.audit_log where subject_id = %s and action = 'achievement.revoked'"
    assert one(superuser, audit, str(holder.caller.id)) == administrator.id


def test_neither_the_sweep_nor_a_later_attempt_awards_it_again(
    api: Api, holder: Holder, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    revoke(api, administrator, holder)
    held = total(api, holder)
    with beyond_policies(database, admin_url) as connection:
        connection.execute("select * from learning.reconcile_learners(%s, now())", [[holder.caller.id]])
    assert total(api, holder) == held
    later = pass_level(api, holder.caller, "static-website", 2)
    assert holder.slug not in {row["slug"] for row in later["achievements"]}
    assert (mine(api, holder)["unlocked_at"], mine(api, holder)["progress"]) == (None, 0)


def test_taking_it_away_again_changes_nothing(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    first = revoke(api, administrator, holder)
    held = footprint(superuser, holder.caller.id)
    again = revoke(api, administrator, holder, reason="Again")
    assert (again.status_code, again.json()) == (201, {**first.json(), "xp_taken": 0})
    assert footprint(superuser, holder.caller.id) == held


def test_what_it_paid_is_taken_whatever_it_pays_now(
    api: Api, holder: Holder, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    raise_reward = "update gamification.achievements set xp_reward = xp_reward + %s where ref = %s"
    with beyond_policies(database, admin_url) as connection:
        connection.execute(raise_reward, [15, holder.slug])
        try:
            assert revoke(api, administrator, holder).json()["xp_taken"] == holder.reward
        finally:
            connection.execute(raise_reward, [-15, holder.slug])


def test_a_total_never_falls_below_zero(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    amount = -(total(api, holder) - holder.reward + 1)
    correction = {"user_id": str(holder.caller.id), "amount": amount, "reason": "Test", "reference": "T-1"}
    assert api.post("/v1/admin/xp-corrections", administrator, json=correction).status_code == 201
    held = footprint(superuser, holder.caller.id)
    problem(revoke(api, administrator, holder), 409, "xp-below-zero")
    assert footprint(superuser, holder.caller.id) == held


def test_no_correction_of_an_administrator_takes_the_reference_of_a_revocation(
    api: Api, holder: Holder, administrator: Caller
) -> None:
    revoke(api, administrator, holder)
    listed = api.get(f"/v1/admin/learners/{holder.caller.id}/xp-corrections", administrator).json()["items"]
    correction = {"user_id": str(holder.caller.id), "amount": 5, "reason": "x", "reference": listed[0]["reference"]}
    response = api.post("/v1/admin/xp-corrections", administrator, json=correction)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/reference"]


def test_what_a_learner_does_not_have_cannot_be_taken(api: Api, holder: Holder, administrator: Caller) -> None:
    problem(revoke(api, administrator, holder, achievement="once-around-the-sun"), 409, "achievement-locked")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"user_id": str(uuid.UUID(int=5))}, "/body/user_id"),
        ({"achievement": "no-such"}, "/body/achievement"),
        ({"reason": " "}, "/body/reason"),
        ({"reason": "of ada@example.com"}, "/body/reason"),
        ({"xp": 5}, "/body/xp"),
    ],
)
def test_a_bad_revocation_is_pointed_at(
    api: Api, holder: Holder, administrator: Caller, changes: dict[str, Any], pointer: str
) -> None:
    response = revoke(api, administrator, holder, **changes)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert mine(api, holder)["unlocked_at"]


def test_only_an_administrator_takes_it_away(api: Api, holder: Holder, sql: Any) -> None:
    problem(revoke(api, holder.caller, holder), 403, "forbidden")
    session = sql("staff", uuid.uuid4())
    with pytest.raises(psycopg.errors.DatabaseError) as refusal, session.transaction():
        session.execute("select gamification.revoke_achievement(%s, %s, 'x')", [holder.caller.id, uuid.uuid4()])
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
