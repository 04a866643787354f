"""Mails on this machine: the local SES takes them, people can read them, and none is kept for ever."""

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from progressive_flow.identity.mails import sending
from progressive_flow.identity.mails.message import Mail
from progressive_flow.kernel import aws as kernel_aws
from progressive_flow.kernel.declarations.tasks import TaskFailedError
from progressive_flow_local import loopback, state
from progressive_flow_local.aws import mails
from progressive_flow_local.aws.application import MAILS
from progressive_flow_local.cli import app
from tests.integration.local.local_aws import Aws
from tests.support.api import Api, Caller
from tests.support.commands import printed, run, sign_in
from tests.support.mailing import bounced, feed

MAIL = Mail(
    to="ada@example.com", subject="Hello", text="Hello, Ada", html="<p>Hello, Ada</p>", unsubscribe="https://a/u"
)


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    started = Aws(tmp_path_factory.mktemp("aws"))
    yield started
    started.process.kill()
    started.process.wait()


@pytest.fixture
def local(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Iterator[Aws]:
    """The environment of functions on this machine."""
    known = {"AWS_ENDPOINT_URL": aws.endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    credentials = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    for name, value in {**known, **credentials, **mails.environment("http://127.0.0.1:8000")}.items():
        monkeypatch.setenv(name, value)
    kernel_aws.forget()
    yield aws
    kernel_aws.forget()


def sent(local: Aws, to: str = "") -> list[dict[str, Any]]:
    """Return the mails that can be read."""
    found: list[dict[str, Any]] = loopback.get_json(f"{local.endpoint}{MAILS}{to and f'?to={to}'}")
    return found


def test_a_mail_can_be_read_with_its_headers_and_is_gone_after_a_restart(
    local: Aws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(TaskFailedError, match="has not verified the sender"):
        sending.send(MAIL)
    for _ in range(2):
        mails.prepare(local.endpoint)
    made = sending.send(MAIL)
    [mail] = sent(local, "ADA@example.com")
    assert (mail["message_id"], mail["subject"], mail["text"]) == (made["message_id"], "Hello", "Hello, Ada")
    assert mail["headers"] == {
        "List-Unsubscribe": "<https://a/u>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    assert sent(local, "bob@example.com") == []
    monkeypatch.setattr(state, "description", lambda _: {"aws_endpoint_url": local.endpoint})
    shown = CliRunner().invoke(app, ["mail", "list", "--to", "ada@example.com", "--json"])
    assert json.loads(shown.stdout)["items"] == [mail]
    local.restart()
    assert sent(local) == []
    assert sending.send(MAIL), "the sender's domain is kept as verified"


@pytest.mark.usefixtures("database")
def test_an_operator_lifts_what_stands_against_an_address(
    api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(api, administrator, monkeypatch)
    email = f"{uuid.uuid4().hex}@example.com"
    feed(bounced(email, "2026-05-06T07:08:09.123Z"))
    [row] = run("mail", "suppressions", email, "--json")["items"]
    assert (row["category"], row["reason"], row["lifted_at"]) == ("all", "bounce", None)
    printed("mail", "lift", email, "--reason", "it works again")
    assert run("mail", "suppressions", email, "--json")["items"][0]["lifted_at"]
