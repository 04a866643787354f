"""Mails of invitations: to whom, saying what, within which limits, and to nobody who is not to have one."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller
from tests.support.connections import at_once
from tests.support.inviting import addressed, made
from tests.support.learning import beyond_policies
from tests.support.mailing import Post, begun, bounced, feed, headers, reasons, token_of
from tests.support.membership import create
from tests.support.scene import one
from tests.support.task_kinds import minutes_later, requeue


def test_an_address_that_is_invited_is_mailed(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slug = create(api, administrator, name="Ada & <Sons>\nLtd")
    [row] = made(api, administrator, slug, emails=[ada.upper()], roles=["author", "org_admin"])["items"]
    assert (row["mailed_at"], row["not_mailed"], post.sent) == (None, None, [])
    post.go_round()
    [mail] = post.sent
    content = mail["Content"]["Simple"]
    text, html = (content["Body"][kind]["Data"] for kind in ("Text", "Html"))
    assert (mail["FromEmailAddress"], mail["ConfigurationSetName"]) == (
        "Progressive Flow <no-reply@example.com>", "progressive-flow-mails",
    )  # fmt: skip
    assert mail["Destination"] == {"ToAddresses": [ada]}
    assert content["Subject"]["Data"] == "Ada & <Sons> Ltd invites you to Progressive Flow"
    assert "as an author and an administrator." in text
    assert "\n\nhttps://app.example.com\n\n" in text
    assert "Ada &amp; &lt;Sons&gt; Ltd invites" in html
    assert '<a href="https://app.example.com">' in html
    assert row["id"] not in text + html, "an invitation's id is not needed to take it"
    assert headers(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers(mail)["List-Unsubscribe"] == f"<https://api.example.com/v1/unsubscriptions?token={token_of(mail)}>"
    assert reasons(api, administrator, slug) == [(True, None)]
    post.go_round(5)
    assert len(post.sent) == 1


def test_the_end_of_an_invitation_is_in_its_mail(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    [row] = made(api, administrator, create(api, administrator), emails=[ada])["items"]
    post.go_round()
    text = post.sent[0]["Content"]["Simple"]["Body"]["Text"]["Data"]
    assert f" {row['expires_at'][:4]} at {row['expires_at'][11:16]} UTC." in text


def test_a_code_is_mailed_to_nobody(api: Api, administrator: Caller, post: Post) -> None:
    slug = create(api, administrator)
    made(api, administrator, slug)
    post.go_round()
    assert (post.sent, reasons(api, administrator, slug)) == ([], [(False, None)])


def test_where_no_mail_is_sent_invitations_are_as_they_were(
    api: Api, administrator: Caller, post: Post, ada: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAIL_API")
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    with minutes_later(2):
        assert requeue() == {"requeued": 0, "failed": 0, "undelivered": 0, "oldest_waiting_seconds": 0}
    assert reasons(api, administrator, slug) == [(False, None)]


def test_an_address_that_bounced_is_not_mailed(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slug = create(api, administrator)
    feed(bounced(ada.upper(), "2026-05-06T07:08:09.123Z"))
    made(api, administrator, slug, emails=[ada])
    post.go_round()
    assert (post.sent, reasons(api, administrator, slug)) == ([], [(False, "suppressed")])


def revoke(api: Api, administrator: Caller, slug: str, row: dict[str, Any]) -> None:
    """Withdraw an invitation."""
    assert api.request("DELETE", f"/v1/organizations/{slug}/invitations/{row['id']}", administrator).status_code == 204


def close(api: Api, administrator: Caller, slug: str, row: dict[str, Any]) -> None:
    """Close the organization."""
    assert api.patch(f"/v1/organizations/{slug}", administrator, json={"status": "closed"}).status_code == 200


@pytest.mark.parametrize("end", [revoke, close])
def test_an_invitation_that_is_withdrawn_before_its_mail_has_none(
    api: Api, administrator: Caller, post: Post, ada: str, end: Callable[..., None]
) -> None:
    slug = create(api, administrator)
    [row] = made(api, administrator, slug, emails=[ada])["items"]
    end(api, administrator, slug, row)
    post.go_round()
    assert post.sent == []


def test_who_is_erased_meanwhile_is_not_mailed(
    api: Api, administrator: Caller, post: Post, fresh_database: dict[str, str], admin_url: str
) -> None:
    invitee, email = addressed(api)
    made(api, administrator, create(api, administrator), emails=[email])
    name = api.get("/v1/me", invitee).json()["username"]
    assert api.request("DELETE", "/v1/me", invitee, params={"confirm": name}).status_code == 204
    post.go_round()
    assert email not in post.receivers
    with beyond_policies(fresh_database, admin_url) as connection:
        held = one(
            connection, "select string_agg(t::text, '') from platform.tasks as t where t.finished_at is not null"
        )
        assert email not in held


def test_a_renewed_invitation_is_mailed_as_it_is_now(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    """The task of the first mail finds another one in its place."""
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    made(api, administrator, slug, emails=[ada], roles=["author"])
    post.go_round()
    assert post.receivers == [ada]
    assert "as an author" in post.sent[0]["Content"]["Simple"]["Body"]["Text"]["Data"]
    made(api, administrator, slug, emails=[ada])
    assert reasons(api, administrator, slug) == [(False, None)], "the mail of the renewal is still to come"
    post.go_round()
    assert (post.receivers, reasons(api, administrator, slug)) == ([ada, ada], [(True, None)])


def test_an_address_gets_three_mails_a_day(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slugs = [create(api, administrator) for _ in range(4)]
    for slug in slugs:
        made(api, administrator, slug, emails=[ada])
        post.go_round()
    assert post.receivers == [ada] * 3
    assert [reasons(api, administrator, slug)[0] for slug in slugs] == [(True, None)] * 3 + [(False, "limit")]
    with clock.moved_to(clock.now() + timedelta(days=1, minutes=5)):
        made(api, administrator, slugs[3], emails=[ada])
        post.go_round()
    assert post.receivers == [ada] * 4


def test_an_organization_has_two_hundred_mails_a_day(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    slug = create(api, administrator)
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "insert into identity.mails (id, organization_id, address_hash, created_at)"
            " select gen_random_uuid(), o.id, sha256(n::text::bytea), now()"
            " from identity.organizations as o cross join generate_series(1, 199) as n where o.slug = %s", [slug],
        )  # fmt: skip
    made(api, administrator, slug, emails=[ada, f"b{ada}"])
    post.go_round()
    assert len(post.sent) == 1
    assert sorted(reasons(api, administrator, slug), key=str) == [(False, "limit"), (True, None)]


def test_two_workers_at_once_do_not_exceed_the_limit(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    """Five organizations, and each of their mails begun by two workers at once."""
    for _ in range(5):
        made(api, administrator, create(api, administrator), emails=[ada])
    with beyond_policies(fresh_database, admin_url) as connection:
        mails = [id_ for (id_,) in connection.execute("select i.mail_id from identity.invitations as i").fetchall()]
    outcomes = at_once([partial(begun, id_) for id_ in mails for _ in range(2)])
    assert [str(each) for each in outcomes if isinstance(each, Exception)] == []
    assert sorted(map(str, outcomes)) == ["None"] * 6 + ["limit"] * 4
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select count(*) from identity.mails") == 3


def test_the_hourly_job_deletes_what_no_limit_counts(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    made(api, administrator, create(api, administrator), emails=[ada])
    post.go_round()
    purge = registry.load("functions.scheduled.purge_keys")
    assert purge({}, None)["mails"] == 0
    with clock.moved_to(clock.now() + timedelta(days=2, minutes=5)):
        assert purge({}, None)["mails"] == 1
