"""DELETE /v1/me: nothing is held of somebody who left, in any table there is, but the XP ledger on nobody's id."""

import threading
import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.content import reference_design
from tests.support.learning import attempts_path, beyond_policies, pointers
from tests.support.scene import NOON, act_as, one

# What stays of a learner, and why. A new table is not here: it must let definer delete, or forget whose a row is.
STAYS = {
    "identity.users": "the tombstone: an id without a person",
    "gamification.xp_awards": "the ledger's keys",
    "gamification.xp_transactions": "the ledger",
    "gamification.xp_archived": "the ledger's archived months",
    "platform.audit_log": "who did what, the erasure itself among it",
    "platform.outbox": "the event on which the account is deleted",
}
TABLES = """
select n.nspname || '.' || c.relname
from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition
and n.nspname in (select s.name from platform.domain_schemas as s)
order by 1
"""


@pytest.fixture
def known(api: Api, learner: Caller, superuser: psycopg.Connection) -> Caller:
    """A learner with a name, an attempt, a key and an address."""
    api.patch(
        "/v1/me", learner, json={"username": f"ada-{learner.id.hex[:8]}", "display_name": f"Ada {learner.id.hex[:8]}"}
    )
    design = {"kind": "system_design", "design": reference_design("static-website")}
    passed = api.post(attempts_path("static-website"), learner, json=design, headers={"idempotency-key": "k"})
    assert passed.status_code == 201
    return learner


def leave(api: Api, caller: Caller) -> Any:
    """Erase somebody, confirmed."""
    return api.request("DELETE", "/v1/me", caller, params={"confirm": api.get("/v1/me", caller).json()["username"]})


def mentions(connection: psycopg.Connection, word: str) -> set[str]:
    """Return the tables in which a word appears in any column of any row."""
    tables = [row[0] for row in connection.execute(TABLES.encode()).fetchall()]
    assert len(tables) > 25
    return {
        table
        for table in tables
        if one(connection, f"select exists (select from {table} as t where to_jsonb(t)::text ilike %s)", f"%{word}%")
    }


def test_nothing_is_held_of_whoever_left(api: Api, known: Caller, database: dict[str, str], admin_url: str) -> None:
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "update identity.users set email = %s where id = %s", [f"{known.id.hex[:8]}@example.com", known.id]
        )
        assert {"identity.users", "progress.level_attempts", "platform.idempotency_keys"} <= mentions(
            connection, str(known.id)
        )
        answer = leave(api, known)
        assert (answer.status_code, answer.content) == (204, b"")
        assert mentions(connection, str(known.id)) <= STAYS.keys()
        for mark in (f"ada {known.id.hex[:8]}", f"ada-{known.id.hex[:8]}", f"{known.id.hex[:8]}@"):
            assert mentions(connection, mark) == set()
        tombstone = connection.execute(
            "select email, display_name, avatar_url, preferences, visibility, starts_with(username, 'erased-'), erased_at is null"
            " from identity.users where id = %s",
            [known.id],
        ).fetchone()
        assert tombstone == (None, None, None, {}, "hidden", True, False)


def test_every_table_that_knows_learners_can_forget_them(superuser: psycopg.Connection) -> None:
    """For each: definer may delete, or blank the column, and no policy hides the rows from it."""
    rows = superuser.execute("select relation, attribute, action from identity.personal_data").fetchall()
    assert len(rows) >= 20
    assert {relation for relation, _, action in rows if action == "keep"} == STAYS.keys() - {"platform.outbox"}
    stuck = []
    for relation, attribute, action in rows:
        if action == "keep":
            continue
        may = (
            one(superuser, "select has_column_privilege('definer', %s, %s, 'update')", relation, attribute)
            if action == "anonymize"
            else one(superuser, "select has_table_privilege('definer', %s, 'delete')", relation)
        )
        seen = one(
            superuser,
            "select not c.relrowsecurity or exists (select from pg_policy as p where p.polrelid = c.oid"
            " and 'definer'::regrole = any(p.polroles) and p.polcmd = '*' and pg_get_expr(p.polqual, p.polrelid) = 'true')"
            " from pg_class as c where c.oid = %s::regclass",
            relation,
        )
        if not (may and seen):
            stuck.append(f"{relation}.{attribute}")
    assert stuck == []


def test_the_ledger_stays_and_still_adds_up(api: Api, known: Caller, superuser: psycopg.Connection) -> None:
    total = api.get("/v1/me", known).json()["total_xp"]
    assert total > 0
    leave(api, known)
    assert one(superuser, "select sum(amount) from gamification.xp_transactions where user_id = %s", known.id) == total
    assert one(superuser, "select count(*) from gamification.user_stats where user_id = %s", known.id) == 0


def test_a_token_that_is_still_valid_opens_nothing_and_leaves_nothing(
    api: Api, known: Caller, database: dict[str, str], admin_url: str
) -> None:
    leave(api, known)
    problem(api.get("/v1/me", known), 403, "erased")
    problem(api.patch("/v1/me", known, json={"display_name": "Back"}), 403, "erased")
    problem(api.request("DELETE", "/v1/me", known, params={"confirm": "x"}), 403, "erased")
    problem(api.post(attempts_path(), known, json={}, headers={"idempotency-key": "late"}), 403, "erased")
    with beyond_policies(database, admin_url) as connection:
        assert mentions(connection, str(known.id)) <= STAYS.keys(), "no call was counted, no key was stored"


def test_loading_content_brings_nobody_back(api: Api, known: Caller, database: dict[str, str], admin_url: str) -> None:
    leave(api, known)
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "select learning.reconcile_members(identity.public_organization(), p_limit => 10000, p_at => %s)", [NOON]
        )
        assert mentions(connection, str(known.id)) <= STAYS.keys()


def test_a_leaderboard_forgets_them(api: Api, known: Caller, learner: Caller, superuser: psycopg.Connection) -> None:
    assert one(superuser, "select count(*) from gamification.leaderboard_scores where user_id = %s", known.id) > 0
    leave(api, known)
    assert one(superuser, "select count(*) from gamification.leaderboard_scores where user_id = %s", known.id) == 0


@pytest.mark.parametrize("confirm", [None, "", "somebody-else", "x" * 101])
def test_it_must_be_confirmed(api: Api, known: Caller, superuser: psycopg.Connection, confirm: str | None) -> None:
    response = api.request("DELETE", "/v1/me", known, params={} if confirm is None else {"confirm": confirm})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/confirm"]
    assert one(superuser, "select erased_at from identity.users where id = %s", known.id) is None


def test_another_learners_name_confirms_nothing(api: Api, known: Caller) -> None:
    other = new_caller()
    name = api.get("/v1/me", other).json()["username"]
    problem(api.request("DELETE", "/v1/me", known, params={"confirm": name}), 422, "invalid")
    assert api.get("/v1/me", other).status_code == 200


def test_an_author_who_leaves_leaves_the_content(
    api: Api, known: Caller, database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(database, admin_url) as connection:
        connection.execute("update curriculum.challenges set created_by = %s where slug = 'pastebin'", [known.id])
        connection.execute(
            "update content.challenge_versions set published_by = %s"
            " where id = (select id from content.challenge_versions limit 1)",
            [known.id],
        )
        leave(api, known)
        assert one(connection, "select created_by from curriculum.challenges where slug = 'pastebin'") is None
        assert mentions(connection, str(known.id)) <= STAYS.keys()


def test_a_request_under_way_finishes_before_and_leaves_nothing_behind(
    api: Api, known: Caller, database: dict[str, str], admin_url: str
) -> None:
    """A transaction of the learner's that began before the erasure; the erasure waits for it."""
    with psycopg.connect(database["application"]) as slow:
        act_as(slow, known.id)
        slow.execute("select identity.ensure_user()")
        done: list[int] = []
        leaving = threading.Thread(target=lambda: done.append(_erase(database, known.id)))
        leaving.start()
        leaving.join(0.5)
        assert done == []
        slow.execute("insert into platform.idempotency_keys values (%s, 'late', '', 201, '{}', '', now())", [known.id])
        slow.commit()
        leaving.join(10)
        assert done == [1]
    with beyond_policies(database, admin_url) as connection:
        assert mentions(connection, str(known.id)) <= STAYS.keys()


def _erase(database: dict[str, str], user: uuid.UUID) -> int:
    with psycopg.connect(database["application"]) as connection:
        act_as(connection, user)
        connection.execute("select identity.erase_user()")
    return 1


def test_erasing_emits_the_event_that_forgets_the_account(
    api: Api, known: Caller, superuser: psycopg.Connection, clouds: Clouds
) -> None:
    leave(api, known)
    topics = superuser.execute(
        "select topic, user_id from platform.outbox where payload ->> 'user_id' = %s", [str(known.id)]
    ).fetchall()
    assert topics == [("user.erased", None)]
    assert one(superuser, "select action from platform.audit_log where actor_id = %s", known.id) == "user.erased"


def test_an_event_that_names_the_learner_in_its_payload_forgets_them(
    api: Api, known: Caller, database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(database, admin_url) as connection:
        event = one(
            connection,
            "insert into platform.outbox (topic, user_id, payload, created_at)"
            " values ('some.topic', %s, jsonb_build_object('user_id', %s::uuid, 'days', 3), now()) returning id",
            known.id,
            known.id,
        )
        leave(api, known)
        taken = "delete from platform.outbox where id = %s returning user_id, payload"
        assert connection.execute(taken, [event]).fetchone() == (None, {"days": 3})


def test_a_correction_for_somebody_who_left_is_refused_and_pays_nothing(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    leave(api, known)
    paid = "select coalesce(sum(amount), 0) from gamification.xp_transactions where user_id = %s"
    before = one(superuser, paid, known.id)
    body = {"user_id": str(known.id), "amount": 5, "reason": "x", "reference": "x"}
    problem(api.post("/v1/admin/xp-corrections", administrator, json=body), 422, "invalid")
    assert one(superuser, paid, known.id) == before
    assert one(superuser, "select count(*) from identity.users where id = %s and erased_at is null", known.id) == 0
