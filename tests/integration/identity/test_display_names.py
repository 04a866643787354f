"""A display name given at sign-up, or by the administrator who requested the account, is the learner's."""

import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.identity.accounts.service import UNUSED_NAMES
from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support import tokens
from tests.support.api import Api, Caller, new_caller
from tests.support.scene import one

WAITING = "select count(*) from identity.requested_names"


def request_account(api: Api, administrator: Caller, email: str, name: str | None) -> None:
    """Request an account as an administrator."""
    account = {"email": email, "display_name": name, "invite": False}
    assert api.post("/v1/admin/users", administrator, json=account).status_code == 202


def sign_up(email: str, **attributes: str) -> Caller:
    """Confirm a sign-up; return the learner."""
    learner = uuid.uuid4()
    user: dict[str, Any] = {"sub": str(learner), "email": email, "email_verified": "true", **attributes}
    event = {"triggerSource": "PostConfirmation_ConfirmSignUp", "request": {"userAttributes": user}}
    registry.load("functions.triggers.post_confirmation")(event, None)
    return Caller(learner)


def shown(api: Api, caller: Caller) -> str | None:
    """Return the display name that a learner reads of themselves."""
    name: str | None = api.get("/v1/me", caller).json()["display_name"]
    return name


@pytest.fixture
def email() -> str:
    return f"{uuid.uuid4()}@example.com"


def test_a_requested_name_is_there_at_the_first_request(
    api: Api, administrator: Caller, learner: Caller, superuser: psycopg.Connection, email: str
) -> None:
    before = one(superuser, WAITING)
    request_account(api, administrator, email, "Ada Lovelace")
    learner.token = tokens.sign(learner.id, email=email.upper())
    assert shown(api, learner) == "Ada Lovelace"
    assert one(superuser, WAITING) == before, "the name is kept in one place"


def test_a_requested_name_comes_with_the_address_when_that_comes_later(
    api: Api, administrator: Caller, learner: Caller, email: str
) -> None:
    assert shown(api, learner) is None
    request_account(api, administrator, email, "Ada")
    learner.token = tokens.sign(learner.id, email=email)
    assert shown(api, learner) == "Ada"


def test_the_latest_request_counts_and_a_name_of_ones_own_stays(
    api: Api, administrator: Caller, learner: Caller, email: str
) -> None:
    assert api.patch("/v1/me", learner, json={"display_name": "Own"}).status_code == 200
    other = new_caller()
    for name in ("Ada", "Ada L."):
        request_account(api, administrator, email, name)
    other.token = tokens.sign(other.id, email=email)
    assert shown(api, other) == "Ada L."
    request_account(api, administrator, f"x{email}", "Other")
    learner.token = tokens.sign(learner.id, email=f"x{email}")
    assert shown(api, learner) == "Own"


def test_without_a_name_there_is_none(api: Api, administrator: Caller, learner: Caller, email: str) -> None:
    request_account(api, administrator, email, None)
    learner.token = tokens.sign(learner.id, email=email)
    assert shown(api, learner) is None


def test_an_address_that_nobody_proved_brings_no_name(
    api: Api, administrator: Caller, learner: Caller, superuser: psycopg.Connection, email: str
) -> None:
    before = one(superuser, WAITING)
    request_account(api, administrator, email, "Ada")
    assert shown(api, learner) is None
    assert one(superuser, WAITING) == before + 1


@pytest.mark.parametrize(
    ("given", "name"),
    [(" Ada ", "Ada"), (" ", None), ("x" * 201, None), ("x" * 200, "x" * 200), ("\u200b\u200b", None)],
    ids=["spaces around", "only a space", "too long", "long", "invisible"],
)
def test_a_name_given_at_sign_up_is_the_learners_if_it_can_be_one(
    api: Api, email: str, given: str, name: str | None
) -> None:
    assert shown(api, sign_up(email, name=given)) == name


def test_a_sign_up_without_a_name_takes_the_requested_one(api: Api, administrator: Caller, email: str) -> None:
    request_account(api, administrator, email, "Ada")
    assert shown(api, sign_up(email)) == "Ada"


def test_a_name_that_nobody_took_is_deleted_after_a_month(
    api: Api, administrator: Caller, superuser: psycopg.Connection, email: str
) -> None:
    request_account(api, administrator, email, "Ada")
    purge, now = registry.load("functions.scheduled.purge_keys"), clock.now()
    waits = "select exists (select from identity.requested_names where address_hash = sha256(convert_to(%s, 'UTF8')))"
    with clock.moved_to(now + UNUSED_NAMES - timedelta(minutes=5)):
        purge({}, None)
    assert one(superuser, waits, email) is True
    with clock.moved_to(now + UNUSED_NAMES + timedelta(minutes=5)):
        assert purge({}, None)["requested_names"] >= 1
    assert one(superuser, waits, email) is False
