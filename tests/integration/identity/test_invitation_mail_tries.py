"""Mails of invitations that are refused, throttled, answered twice or lost: once where that is possible, else at least once."""

import json
import os
import subprocess
import sys

import pytest

from progressive_flow.kernel import paths
from tests.support.api import Api, Caller
from tests.support.inviting import made
from tests.support.learning import beyond_policies
from tests.support.mailing import Post, begun, reasons
from tests.support.membership import create
from tests.support.outside_kind import deliver
from tests.support.scene import one
from tests.support.task_kinds import minutes_later, requeue


def problems(database: dict[str, str], admin_url: str) -> list[dict[str, str]]:
    """Return the problems of the tasks that mail invitations."""
    with beyond_policies(database, admin_url) as connection:
        query = "select t.problem from platform.tasks as t where t.kind = 'mail_invitation' and t.problem is not null"
        return [problem for (problem,) in connection.execute(query).fetchall()]


@pytest.mark.parametrize("code", ["MessageRejected", "MailFromDomainNotVerifiedException", "AccountSuspendedException"])
def test_what_ses_refuses_for_good_fails(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str, code: str
) -> None:
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    post.refusal = code
    post.go_round()
    assert reasons(api, administrator, slug) == [(False, "failed")]
    [problem] = problems(fresh_database, admin_url)
    assert problem["kind"] == "mail-refused"
    assert "@" not in problem["detail"], "what SES says may name the address"


def test_a_sender_that_is_not_verified_is_a_problem(
    api: Api,
    administrator: Caller,
    post: Post,
    ada: str,
    fresh_database: dict[str, str],
    admin_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAIL_FROM", "no-reply@unverified.example.org")
    made(api, administrator, create(api, administrator), emails=[ada])
    post.go_round()
    assert "has not verified the sender" in problems(fresh_database, admin_url)[0]["detail"]


def test_what_ses_throttles_is_tried_again(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    post.refusal = "TooManyRequestsException"
    post.go_round()
    assert (post.sent, reasons(api, administrator, slug)) == ([], [(False, None)])
    post.refusal = None
    post.go_round(4)
    assert (post.receivers, reasons(api, administrator, slug)) == ([ada], [(True, None)])


def test_a_mail_that_is_tried_again_counts_once(
    api: Api, administrator: Caller, post: Post, ada: str, fresh_database: dict[str, str], admin_url: str
) -> None:
    made(api, administrator, create(api, administrator), emails=[ada])
    with minutes_later(2):
        requeue()
        [dispatch] = post.clouds.heard()
    with beyond_policies(fresh_database, admin_url) as connection:
        mail_id = one(connection, "select i.mail_id from identity.invitations as i")
        assert [begun(mail_id), begun(mail_id)] == [None, None]  # a worker that died before it handed the mail on
        with minutes_later(2):
            deliver(dispatch)
            while events := post.clouds.heard():
                deliver(*events)
        assert one(connection, "select count(*) from identity.mails") == 1
    assert post.receivers == [ada]


def test_an_answer_that_comes_twice_changes_nothing(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    [answer] = post.until("task.answered")
    deliver(answer, answer)
    while events := post.clouds.heard():
        deliver(*events, *events)
    assert (post.receivers, reasons(api, administrator, slug)) == ([ada], [(True, None)])


def test_a_message_that_comes_twice_is_mailed_twice(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    """At least once: SES has no key by which it would know a mail again, and the second answer is refused."""
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    [sent] = post.until("task.sent")
    deliver(sent, sent)
    while events := post.clouds.heard():
        deliver(*events)
    assert (post.receivers, reasons(api, administrator, slug)) == ([ada, ada], [(True, None)])


def test_a_sender_that_is_killed_is_replaced(api: Api, administrator: Caller, post: Post, ada: str) -> None:
    slug = create(api, administrator)
    made(api, administrator, slug, emails=[ada])
    [sent] = post.until("task.sent")
    script = f"""
import json, os, signal
from progressive_flow.identity.mails import sending
from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws import deliveries
sending.send = lambda mail: os.kill(os.getpid(), signal.SIGKILL)
registry.load("functions.tasks.send_mail")(deliveries.batch(json.loads({json.dumps(sent)!r})), None)
"""
    environment = {**os.environ, "PYTHONPATH": str(paths.root())}
    done = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False)
    assert (done.returncode, post.clouds.heard(), post.sent) == (-9, [], [])
    post.go_round(5)
    assert (post.receivers, reasons(api, administrator, slug)) == ([ada], [(True, None)])
