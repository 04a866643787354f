"""Commands that ask the API, run against the gateway and the handlers in this process."""

import json
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from progressive_flow_local.cli import app
from tests.support.api import Api, Caller

RUNNER = CliRunner()


def sign_in(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands ask the API in this process, with an administrator's token."""

    def request(method: str, url: str, **options: Any) -> httpx.Response:
        sent = {name: options[name] for name in ("params", "json", "headers") if options[name] is not None}
        return api.request(method, url.removeprefix("http://api.test"), **sent)

    monkeypatch.setenv("API_URL", "http://api.test/")
    monkeypatch.setenv("TOKEN", administrator.token)
    monkeypatch.setattr(httpx, "request", request)


def printed(*arguments: str) -> str:
    """Run a command, which must succeed; return what it prints, without the log of the handlers in this process."""
    ran = RUNNER.invoke(app, arguments)
    assert ran.exit_code == 0, ran.output
    return "\n".join(line for line in ran.stdout.splitlines() if not line.startswith('{"'))


def run(*arguments: str) -> Any:
    """Run a command, which must succeed; return what it prints as JSON."""
    return json.loads(printed(*arguments))
