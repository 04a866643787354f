"""DELETE /v1/admin/achievement-revocations/{user_id}/{slug}."""

import uuid
from functools import partial
from typing import Any

import psycopg
import pytest

from tests.support.achievements import Holder, mine, restore, revoke, total
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import beyond_policies, footprint, pointers
from tests.support.races import at_once
from tests.support.scene import act_as, one

AUDIT = """
select a.actor_id, a.detail from platform.audit_log as a
where a.subject_id = %s and a.action = 'achievement.restored'
"""
SHOWN = ("/v1/me/achievements", "/v1/me/activity", "/v1/me/stats", "/v1/leaderboards/all_time/xp/me")


def shown(api: Api, holder: Holder) -> list[Any]:
    """Return what the learner sees of what they have."""
    answers = [api.get(path, holder.caller).json() for path in SHOWN]
    return [{name: value for name, value in answer.items() if name != "updated_at"} for answer in answers]


def test_the_achievement_and_its_xp_come_back_as_they_were(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    before, held = shown(api, holder), mine(api, holder)
    revoke(api, administrator, holder)
    assert shown(api, holder) != before
    response = restore(api, administrator, holder)
    assert response.status_code == 200, response.text
    me = api.get("/v1/me", holder.caller).json()
    assert response.json() == {
        "user_id": str(holder.caller.id),
        "achievement": holder.slug,
        "unlocked_at": held["unlocked_at"],
        "xp_returned": holder.reward,
        "total_xp": me["total_xp"],
        "current_level": me["current_level"],
    }
    assert shown(api, holder) == before
    row = api.get("/v1/me/xp", holder.caller).json()["items"][0]
    assert (row["source"]["type"], row["amount"], row["description"]) == ("correction", holder.reward, "A mistake")
    assert (row["source"]["achievement"], row["source"]["reference"]) == (holder.slug, None)
    notification = api.get("/v1/me/notifications", holder.caller).json()["items"][0]
    assert notification["type"] == "achievement_restored"
    assert notification["message"] == f"Reason: A mistake. {holder.reward} XP were paid back."
    detail = {"achievement": holder.slug, "reason": "A mistake", "xp": holder.reward}
    assert superuser.execute(AUDIT, [str(holder.caller.id)]).fetchall() == [(administrator.id, detail)]


def test_what_was_taken_comes_back_whatever_the_achievement_asks_and_pays_now(
    fresh_database: dict[str, str], admin_url: str, api: Api, holder: Holder, administrator: Caller
) -> None:
    before, held = total(api, holder), mine(api, holder)
    revoke(api, administrator, holder)
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update gamification.achievements set is_active = false, xp_reward = xp_reward + 15,"
            """ criteria = '{"metric": "levels_passed", "threshold": 1000}' where ref = %s""",
            [holder.slug],
        )
        assert restore(api, administrator, holder).json()["xp_returned"] == holder.reward
        connection.execute("select * from learning.reconcile_learners(%s, now())", [[holder.caller.id]])
    assert total(api, holder) == before
    assert mine(api, holder)["unlocked_at"] == held["unlocked_at"]


def test_of_two_restorations_the_second_finds_nothing(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    revoke(api, administrator, holder)
    restore(api, administrator, holder)
    held = footprint(superuser, holder.caller.id)
    problem(restore(api, administrator, holder), 404, "not-found")
    assert footprint(superuser, holder.caller.id) == held


@pytest.mark.parametrize("callers", [2, 12])
def test_restorations_at_once_pay_once(
    fresh_database: dict[str, str], admin_url: str, api: Api, holder: Holder, administrator: Caller, callers: int
) -> None:
    before = total(api, holder)
    revoke(api, administrator, holder)
    with beyond_policies(fresh_database, admin_url) as connection:
        achievement = one(connection, "select id from gamification.achievements where ref = %s", holder.slug)
    sessions = [psycopg.connect(fresh_database["staff"]) for _ in range(callers)]

    def restoration(session: psycopg.Connection) -> int | None:
        with session.transaction():
            act_as(session, administrator.id, "platform_admin")
            call = "select r.returned from gamification.restore_achievement(%s, %s, 'test') as r"
            row = session.execute(call, [holder.caller.id, achievement]).fetchone()
        return row[0] if row else None

    outcomes = at_once([partial(restoration, session) for session in sessions])
    for session in sessions:
        session.close()
    assert sorted(outcomes, key=str) == sorted([holder.reward, *[None] * (callers - 1)], key=str)
    assert total(api, holder) == before
    with beyond_policies(fresh_database, admin_url) as connection:
        notified = "select count(*) from social.notifications where user_id = %s and type = 'achievement_restored'"
        assert one(connection, notified, holder.caller.id) == 1
        assert connection.execute(AUDIT, [str(holder.caller.id)]).rowcount == 1
        assert one(connection, "select count(*) from gamification.audit_ledger(null, 100)") == 0


def test_an_achievement_that_is_not_revoked_is_not_found(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    held = footprint(superuser, holder.caller.id)
    other = Holder(api, new_caller())
    revoke(api, administrator, other)
    for below in (
        f"{holder.caller.id}/{holder.slug}",
        f"{holder.caller.id}/once-around-the-sun",
        f"{holder.caller.id}/no-such",
        f"{uuid.uuid4()}/{holder.slug}",
    ):
        problem(restore(api, administrator, holder, below=below), 404, "not-found")
    assert footprint(superuser, holder.caller.id) == held
    assert mine(api, other)["revoked_at"]


def test_nothing_is_restored_to_an_erased_learner(
    api: Api, holder: Holder, administrator: Caller, superuser: psycopg.Connection
) -> None:
    revoke(api, administrator, holder)
    name = api.get("/v1/me", holder.caller).json()["username"]
    assert api.request("DELETE", "/v1/me", holder.caller, params={"confirm": name}).status_code == 204
    held = footprint(superuser, holder.caller.id)
    problem(restore(api, administrator, holder), 404, "not-found")
    assert footprint(superuser, holder.caller.id) == held


@pytest.mark.parametrize(
    ("query", "below", "pointer"),
    [
        ({}, None, "/query/reason"),
        ({"reason": " "}, None, "/query/reason"),
        ({"reason": "x" * 501}, None, "/query/reason"),
        ({"reason": "of ada@example.com"}, None, "/query/reason"),
        ({"reason": "x", "xp": "5"}, None, "/query/xp"),
        ({"reason": "x"}, "ada/warm-start", "/path/user_id"),
        ({"reason": "x"}, f"{uuid.UUID(int=5)}/Warm Start", "/path/slug"),
    ],
)
def test_a_bad_restoration_is_pointed_at(
    api: Api, holder: Holder, administrator: Caller, query: dict[str, Any], below: str | None, pointer: str
) -> None:
    revoke(api, administrator, holder)
    response = restore(api, administrator, holder, below=below, params=query)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert mine(api, holder)["revoked_at"]


def test_only_an_administrator_restores_it(api: Api, holder: Holder, administrator: Caller, sql: Any) -> None:
    revoke(api, administrator, holder)
    problem(restore(api, holder.caller, holder), 403, "forbidden")
    session = sql("staff", uuid.uuid4())
    with pytest.raises(psycopg.errors.DatabaseError) as refusal, session.transaction():
        session.execute("select gamification.restore_achievement(%s, %s, 'x')", [holder.caller.id, uuid.uuid4()])
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
    assert mine(api, holder)["revoked_at"]
