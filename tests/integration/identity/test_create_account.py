"""POST /v1/admin/users: a request for an account, with its audit row, counted, and made once for each key."""

import uuid
from collections import Counter
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.declarations.models import ACCOUNTS
from progressive_flow.kernel.events import outbox
from tests.support import tokens
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import pointers
from tests.support.scene import one

PATH = "/v1/admin/users"
REQUESTS = "select payload from platform.outbox where topic = 'account.requested' and payload ->> 'request_id' = %s"
AUDIT = "select action, subject_id, detail from platform.audit_log where actor_id = %s"


def account(**changes: Any) -> dict[str, Any]:
    """Return somebody new, changed."""
    return {"email": f"{uuid.uuid4()}@example.com", "display_name": "Ada", "invite": False, **changes}


def audited(connection: psycopg.Connection, caller: Caller) -> list[Any]:
    """Return what the audit log has of somebody's actions."""
    return connection.execute(AUDIT, [caller.id]).fetchall()


def test_a_request_is_written_down_before_anything_is_done(
    api: Api, administrator: Caller, superuser: psycopg.Connection
) -> None:
    email = f"{uuid.uuid4()}@example.com"
    response = api.post(PATH, administrator, json=account(email=f" {email.upper()} "))
    assert response.status_code == 202, response.text
    made = response.json()
    assert made == {"id": made["id"], "invited": False}
    assert audited(superuser, administrator) == [("account.requested", made["id"], {"invite": False})]
    wanted = {"request_id": made["id"], "email": email, "display_name": "Ada", "invite": False}
    assert one(superuser, REQUESTS, made["id"]) == wanted


def test_the_published_request_keeps_no_address(
    api: Api, administrator: Caller, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    sent = account()
    made = api.post(PATH, administrator, json=sent).json()
    outbox.drain()
    (event,) = [heard for heard in clouds.heard() if heard["detail-type"] == "account.requested"]
    assert event["detail"]["payload"]["email"] == sent["email"]
    name = fresh_database["migrator"].rpartition("/")[2]
    with psycopg.connect(f"{admin_url.rpartition('/')[0]}/{name}") as connection:
        assert one(connection, REQUESTS, made["id"]) == {"request_id": made["id"], "invite": False}


@pytest.mark.parametrize("extra", [{"groups": ["platform_admin"]}, {"groups": []}, {"roles": ["org_admin"]}])
def test_nobody_is_made_an_administrator_here(
    api: Api, administrator: Caller, superuser: psycopg.Connection, extra: dict[str, Any]
) -> None:
    response = api.post(PATH, administrator, json=account(**extra))
    problem(response, 422, "invalid")
    assert pointers(response) == [f"/body/{next(iter(extra))}"]
    assert audited(superuser, administrator) == []


def test_requests_are_counted_by_the_day(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    statuses = Counter(api.post(PATH, administrator, json=account()).status_code for _ in range(ACCOUNTS.count + 5))
    assert statuses == {202: ACCOUNTS.count, 429: 5}
    assert len(audited(superuser, administrator)) == ACCOUNTS.count


def test_a_key_requests_once(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    sent, key = account(), {"idempotency-key": "k"}
    first, again = (api.post(PATH, administrator, json=sent, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    problem(api.post(PATH, administrator, json=account(), headers=key), 422, "idempotency-key-reused")
    assert len(audited(superuser, administrator)) == 1


def test_an_address_has_one_account(
    api: Api, administrator: Caller, learner: Caller, superuser: psycopg.Connection
) -> None:
    email = f"{learner.id.hex}@example.com"
    learner.token = tokens.sign(learner.id, email=email)
    api.get("/v1/me", learner)
    problem(api.post(PATH, administrator, json=account(email=email.upper())), 409, "account-exists")
    assert audited(superuser, administrator) == []


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"email": "ada"}, "/body/email"),
        ({"email": "a b@example.com"}, "/body/email"),
        ({"email": None}, "/body/email"),
        ({"email": "0@0.0"}, "/body/email"),
        ({"email": "ada@example..com"}, "/body/email"),
        ({"email": "ada@-example.com"}, "/body/email"),
        ({"email": "ada@example.com."}, "/body/email"),
        ({"display_name": " "}, "/body/display_name"),
        ({"invite": 1}, "/body/invite"),
        ({"password": "x"}, "/body/password"),
    ],
)
def test_a_bad_account_is_pointed_at(api: Api, administrator: Caller, changes: dict[str, Any], pointer: str) -> None:
    response = api.post(PATH, administrator, json=account(**changes))
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_only_an_administrator_lets_people_in(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    problem(api.post(PATH, learner, json=account()), 403, "forbidden")
    assert audited(superuser, learner) == []
