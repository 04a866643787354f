"""GET /v1/admin/audit-log."""

import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.learning import pointers, walk

PATH = "/v1/admin/audit-log"


@pytest.fixture
def entries(api: Api, learner: Caller, administrator: Caller) -> list[dict[str, Any]]:
    """What one administrator did to one learner, an hour apart, the newest first: two corrections and a grant."""
    api.get("/v1/me", learner)
    start = clock.now()
    for number in range(3):
        with clock.moved_to(start + timedelta(hours=number)):
            subject = {"user_id": str(learner.id), "reason": "Test"}
            if number < 2:
                body = {**subject, "amount": 10 + number, "reference": f"T-{number}"}
                assert api.post("/v1/admin/xp-corrections", administrator, json=body).status_code == 201
            else:
                body = {**subject, "challenge_slugs": ["url-shortener"]}
                assert api.post("/v1/admin/unlock-grants", administrator, json=body).status_code == 201
    items: list[dict[str, Any]] = api.get(PATH, administrator, params={"subject_id": str(learner.id)}).json()["items"]
    return items


def test_entries_say_who_did_what_to_whom(
    entries: list[dict[str, Any]], learner: Caller, administrator: Caller
) -> None:
    assert [entry["action"] for entry in entries] == ["unlock.granted", "xp.corrected", "xp.corrected"]
    assert {(entry["actor_id"], entry["subject_type"], entry["subject_id"]) for entry in entries} == {
        (str(administrator.id), "user", str(learner.id))
    }
    assert entries[1]["detail"] == {"amount": 11, "reason": "Test", "reference": "T-1"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"action": "xp.corrected"}, [1, 2]),
        ({"subject_type": "achievement"}, []),
        ({"since": 1}, [0, 1]),
        ({"until": 1}, [2]),
        ({"since": 1, "until": 0}, [1]),
        ({"action": "unlock.granted", "until": 0}, []),
    ],
)
def test_filters_narrow_what_one_administrator_did(
    api: Api, administrator: Caller, entries: list[dict[str, Any]], query: dict[str, Any], expected: list[int]
) -> None:
    times = {name: entries[value]["created_at"] for name, value in query.items() if name in {"since", "until"}}
    params = {"actor_id": str(administrator.id), **query, **times}
    rows = api.get(PATH, administrator, params=params).json()["items"]
    assert rows == [entries[place] for place in expected]


def test_pages_show_each_entry_once(api: Api, administrator: Caller, entries: list[dict[str, Any]]) -> None:
    pages = walk(api, administrator, PATH, actor_id=str(administrator.id), limit=2)
    assert [row for page in pages for row in page] == entries
    assert [len(page) for page in pages] == [2, 1]


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"actor_id": "ada"}, "/query/actor_id"),
        ({"action": "everything"}, "/query/action"),
        ({"since": "2026-01-01T00:00:00"}, "/query/since"),
        ({"until": "yesterday"}, "/query/until"),
        ({"cursor": "WzFd"}, "/query/cursor"),
    ],
)
def test_bad_filters_are_pointed_at(api: Api, administrator: Caller, params: dict[str, Any], pointer: str) -> None:
    response = api.get(PATH, administrator, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_a_learner_reads_none_of_it(api: Api, learner: Caller, sql: Any) -> None:
    problem(api.get(PATH, learner, params={"subject_id": str(learner.id)}), 403, "forbidden")
    session = sql("reader", learner.id)
    statement = "select * from identity.list_audit_log(null, null, null, null, null, null, null, null, 10)"
    with pytest.raises(psycopg.errors.DatabaseError) as refusal, session.transaction():
        session.execute(statement)
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
        session.execute("select id from platform.audit_log where id = %s", [uuid.uuid4()])
