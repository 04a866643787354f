"""POST /v1/unsubscriptions, what SES reports of mails, and how operators lift what both put down."""

import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.inviting import made
from tests.support.learning import beyond_policies
from tests.support.mailing import Post, bounced, complained, feed, headers, token_of
from tests.support.membership import create

PATH, SUPPRESSIONS = "/v1/unsubscriptions", "/v1/admin/email-suppressions"
EARLIER, LATER = "2026-05-06T07:08:09.123Z", "2199-05-06T07:08:09.123Z"


def invited(api: Api, administrator: Caller, post: Post, email: str) -> int:
    """Invite an address to another organization; return how many mails that made."""
    before = len(post.sent)
    made(api, administrator, create(api, administrator), emails=[email])
    post.go_round()
    return len(post.sent) - before


def shown(api: Api, administrator: Caller, email: str) -> list[tuple[str, str, bool]]:
    """Return what stands against an address, and whether it was lifted."""
    response = api.get(SUPPRESSIONS, administrator, params={"email": email})
    assert response.status_code == 200, response.text
    return [(row["category"], row["reason"], row["lifted_at"] is not None) for row in response.json()["items"]]


def lift(api: Api, by: Caller, email: str) -> int:
    """Let an address be mailed again; return the status of the answer."""
    return api.request("DELETE", SUPPRESSIONS, by, params={"email": email, "reason": "they asked for it"}).status_code


def test_one_click_ends_invitations_by_mail(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    """What a mail program sends, as RFC 8058 says: the headers' own form, to the headers' own address."""
    assert invited(api, administrator, post, ada) == 1
    named = headers(post.sent[0])
    url = urlsplit(named["List-Unsubscribe"].strip("<>"))
    form: dict[str, Any] = {
        "content": named["List-Unsubscribe-Post"],
        "headers": {"content-type": "application/x-www-form-urlencoded"},
    }
    for _ in range(2):
        response = api.post(f"{url.path}?{url.query}", **form)
        assert (response.status_code, response.content) == (204, b"")
    assert shown(api, administrator, ada) == [("invitations", "unsubscribed", False)]
    assert invited(api, administrator, post, ada) == 0
    assert invited(api, administrator, post, f"b{ada}") == 1


@pytest.mark.parametrize("body", [{"files": {"List-Unsubscribe": (None, "One-Click")}}, {"json": {}}, {}])
def test_any_body_will_do(api: Api, administrator: Caller, post: Post, ada: str, body: dict[str, Any]) -> None:
    invited(api, administrator, post, ada)
    assert api.post(PATH, params={"token": token_of(post.sent[0])}, **body).status_code == 204
    assert shown(api, administrator, ada) == [("invitations", "unsubscribed", False)]


def test_a_token_that_is_not_ours_ends_nothing(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    invited(api, administrator, post, ada)
    token = token_of(post.sent[0])
    kid, category, address, mac = token.split(".")
    signed = f"{kid}.{category}.{address}"
    forged = [
        f"{signed}.{hmac.new(b'another key', signed.encode(), hashlib.sha256).hexdigest()}",
        f"{signed}.{mac[:-1]}{'0' if mac[-1] != '0' else '1'}",
        f"{kid}.all.{address}.{mac}",
        f"{kid}.{category}.{'0' * 64}.{mac}",
        f"none.{category}.{address}.{mac}",
    ]
    for each in forged:
        problem(api.post(PATH, params={"token": each}), 422, "wrong-token")
    for malformed in ("", "x", token[:-1], f"{token}0", f"{token}\n", token.upper()):
        problem(api.post(PATH, params={"token": malformed}), 422, "invalid")
    assert shown(api, administrator, ada) == []
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update identity.unsubscription_keys set inner_block = outer_block, outer_block = inner_block"
        )
    problem(api.post(PATH, params={"token": token}), 422, "wrong-token")


def test_a_token_of_before_a_key_was_added_is_believed(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    invited(api, administrator, post, ada)
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "insert into identity.unsubscription_keys (kid, inner_block, outer_block, created_at)"
            " select '2', k.outer_block, k.inner_block, now() from identity.unsubscription_keys as k"
        )
    invited(api, administrator, post, ada)
    tokens = [token_of(mail) for mail in post.sent]
    assert [token.partition(".")[0] for token in tokens] == ["1", "2"]
    assert [api.post(PATH, params={"token": token}).status_code for token in tokens] == [204, 204]


def test_who_bounced_or_complained_is_mailed_nothing(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    for event, reason in ((bounced(ada, EARLIER), "bounce"), (complained(f"c{ada}", EARLIER), "complaint")):
        email = event["mail"]["destination"][0]
        for _ in range(2):
            assert feed(event) == {"batchItemFailures": []}
        assert shown(api, administrator, email.upper()) == [("all", reason, False)]
        assert invited(api, administrator, post, email) == 0


@pytest.mark.parametrize("event", ["Transient", "Undetermined", "not-spam"])
def test_what_may_pass_suppresses_nobody(api: Api, administrator: Caller, post: Post, ada: str, event: str) -> None:
    said = complained(ada, EARLIER, event) if event == "not-spam" else bounced(ada, EARLIER, event)
    assert feed(said) == {"batchItemFailures": []}
    assert shown(api, administrator, ada) == []


def test_what_was_lifted_is_not_brought_back_by_an_event_of_before(
    api: Api, administrator: Caller, post: Post, ada: str
) -> None:
    feed(bounced(ada, EARLIER))
    assert lift(api, administrator, ada) == 204
    feed(bounced(ada, EARLIER))
    assert shown(api, administrator, ada) == [("all", "bounce", True)]
    assert invited(api, administrator, post, ada) == 1
    feed(complained(ada, LATER))
    assert shown(api, administrator, ada) == [("all", "complaint", False)]
    assert invited(api, administrator, post, ada) == 0


def test_who_unsubscribes_again_after_a_lift_is_not_mailed(
    api: Api, administrator: Caller, post: Post, ada: str
) -> None:
    invited(api, administrator, post, ada)
    for _ in range(2):
        assert api.post(PATH, params={"token": token_of(post.sent[0])}).status_code == 204
        assert shown(api, administrator, ada) == [("invitations", "unsubscribed", False)]
        assert lift(api, administrator, ada) == 204


def test_a_lift_is_an_administrators_and_in_the_audit_log_without_the_address(
    api: Api, administrator: Caller, post: Post, ada: str
) -> None:
    problem(api.request("DELETE", SUPPRESSIONS, administrator, params={"email": ada, "reason": "x"}), 404, "not-found")
    feed(bounced(ada, EARLIER))
    for stranger in (new_caller(), new_caller("org_admin")):
        problem(api.get(SUPPRESSIONS, stranger, params={"email": ada}), 403, "forbidden")
        assert lift(api, stranger, ada) == 403
    assert shown(api, administrator, ada) == [("all", "bounce", False)]
    assert lift(api, administrator, f" {ada.upper()} ") == 204
    [row] = api.get("/v1/admin/audit-log", administrator, params={"action": "email_suppression.lifted"}).json()["items"]
    assert row["subject_id"] == hashlib.sha256(ada.encode()).hexdigest()
    assert row["detail"] == {"categories": ["all"], "reason": "they asked for it"}
    assert ada not in str(row)
    problem(api.request("DELETE", SUPPRESSIONS, administrator, params={"email": ada, "reason": "a@b"}), 422, "invalid")
