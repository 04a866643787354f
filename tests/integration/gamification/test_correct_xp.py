"""POST /v1/admin/xp-corrections."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import footprint, pass_level, pointers, walk
from tests.support.scene import one

PATH = "/v1/admin/xp-corrections"


@pytest.fixture
def known(api: Api, learner: Caller) -> Caller:
    """A learner with some XP."""
    api.get("/v1/me", learner)
    pass_level(api, learner, "static-website")
    return learner


def correction(learner: Caller, **changes: Any) -> dict[str, Any]:
    """Make a correction, changed."""
    return {"user_id": str(learner.id), "amount": 50, "reason": "Lost by an import", "reference": "T-1", **changes}


def total(api: Api, learner: Caller) -> int:
    """Return the learner's XP."""
    found: int = api.get("/v1/me", learner).json()["total_xp"]
    return found


def test_a_correction_is_a_ledger_row_with_a_reason(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    before = total(api, known)
    response = api.post(PATH, administrator, json=correction(known))
    assert response.status_code == 201, response.text
    assert response.json() == {
        "user_id": str(known.id),
        "reference": "T-1",
        "paid": 50,
        "total_xp": before + 50,
        "current_level": api.get("/v1/me", known).json()["current_level"],
    }
    rows = superuser.execute(
        "select amount, source_id, description from gamification.xp_transactions"
        " where user_id = %s and source_type = 'correction'",
        [known.id],
    ).fetchall()
    assert rows == [(50, "T-1", "Lost by an import")]
    audit = superuser.execute(
        "select actor_id, action, detail ->> 'reference' from platform.audit_log where subject_id = %s", [str(known.id)]
    ).fetchall()
    assert (administrator.id, "xp.corrected", "T-1") in audit


def test_a_reference_pays_once(api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection) -> None:
    first = api.post(PATH, administrator, json=correction(known))
    again = api.post(PATH, administrator, json=correction(known, reason="Again"))
    assert (again.status_code, again.json()["paid"], again.json()["total_xp"]) == (201, 0, first.json()["total_xp"])
    count = "select count(*) from platform.audit_log where subject_id = %s and action = 'xp.corrected'"
    assert one(superuser, count, str(known.id)) == 1


def test_a_reference_is_of_one_amount(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    api.post(PATH, administrator, json=correction(known))
    held = footprint(superuser, known.id)
    problem(api.post(PATH, administrator, json=correction(known, amount=999)), 409, "reference-used")
    assert footprint(superuser, known.id) == held


def test_a_total_never_falls_below_zero(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection
) -> None:
    before, held = total(api, known), footprint(superuser, known.id)
    problem(api.post(PATH, administrator, json=correction(known, amount=-before - 1)), 409, "xp-below-zero")
    assert footprint(superuser, known.id) == held
    taken = api.post(PATH, administrator, json=correction(known, amount=-before))
    assert (taken.json()["paid"], taken.json()["total_xp"], taken.json()["current_level"]) == (-before, 0, 1)
    again = api.post(PATH, administrator, json=correction(known, amount=-before))
    assert (again.status_code, again.json()["paid"]) == (201, 0)


def test_the_corrections_of_a_learner_are_listed_newest_first(api: Api, known: Caller, administrator: Caller) -> None:
    for number, amount in enumerate((50, -20, 5)):
        api.post(PATH, administrator, json=correction(known, amount=amount, reference=f"T-{number}"))
    pages = walk(api, administrator, f"/v1/admin/learners/{known.id}/xp-corrections", limit=2)
    rows = [row for page in pages for row in page]
    assert [(row["amount"], row["reference"], row["reason"], row["corrected_by"]) for row in rows] == [
        (5, "T-2", "Lost by an import", str(administrator.id)),
        (-20, "T-1", "Lost by an import", str(administrator.id)),
        (50, "T-0", "Lost by an import", str(administrator.id)),
    ]


def test_only_an_administrator_corrects(api: Api, known: Caller, superuser: psycopg.Connection) -> None:
    held = footprint(superuser, known.id)
    problem(api.post(PATH, known, json=correction(known)), 403, "forbidden")
    assert footprint(superuser, known.id) == held


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"user_id": str(uuid.UUID(int=5))}, "/body/user_id"),
        ({"amount": 0}, "/body/amount"),
        ({"amount": 100_001}, "/body/amount"),
        ({"amount": -100_001}, "/body/amount"),
        ({"amount": 1.5}, "/body/amount"),
        ({"reason": "  "}, "/body/reason"),
        ({"reference": ""}, "/body/reference"),
        ({"reference": "x" * 201}, "/body/reference"),
        ({"xp": 5}, "/body/xp"),
    ],
)
def test_a_bad_correction_is_pointed_at(
    api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection, changes: dict[str, Any], pointer: str
) -> None:
    held = footprint(superuser, known.id)
    response = api.post(PATH, administrator, json=correction(known, **changes))
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert footprint(superuser, known.id) == held


def test_the_function_itself_asks_for_an_administrator(sql: Any, superuser: psycopg.Connection) -> None:
    session = sql("staff", uuid.uuid4())
    for statement in ("gamification.correct_xp(%s, 5, 'x', 'x')", "gamification.recompute_user(%s)"):
        with pytest.raises(psycopg.errors.DatabaseError) as refusal, session.transaction():
            session.execute(f"select {statement}".encode(), [uuid.uuid4()])
        assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
