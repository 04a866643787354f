"""The smoke test against a local platform: it passes, it reports failures, and it deletes its account."""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import boto3
import httpx
import pytest

from infra.config import STAGES
from infra.delivery import smoke
from infra.delivery.smoke import SmokeError, Stage
from progressive_flow.kernel import production_guard
from tests.support.platforms import Platform


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    platform = Platform(tmp_path_factory.mktemp("smoke"))
    platform.start()
    yield platform.ready()
    platform.stop()


@pytest.fixture
def stage(served: dict[str, Any]) -> Stage:
    keys = f"{served['aws_endpoint_url']}/{served['user_pool_id']}/.well-known/jwks.json"
    return Stage(served["api_url"], served["user_pool_id"], served["client_id"], keys, guarded=False)


@pytest.fixture
def cognito(served: dict[str, Any]) -> Any:
    session: Any = boto3.session.Session("local", "local", region_name="us-east-1")
    return session.client("cognito-idp", endpoint_url=served["aws_endpoint_url"])


def people(cognito: Any, stage: Stage) -> set[str]:
    return {user["Username"] for user in cognito.list_users(UserPoolId=stage.pool)["Users"]}


def test_the_smoke_test_passes_and_deletes_its_account(stage: Stage, cognito: Any) -> None:
    before = people(cognito, stage)
    lines = smoke.run(stage, cognito)
    assert any("awarded once" in line for line in lines)
    assert len(lines) == 4
    assert people(cognito, stage) == before


def test_another_version_fails(stage: Stage, cognito: Any) -> None:
    with pytest.raises(SmokeError, match=r"answers, not 9\.9\.9"):
        smoke.run(stage, cognito, version="9.9.9")


def test_a_guarded_stage_rejects_the_published_signing_key(stage: Stage, cognito: Any) -> None:
    with pytest.raises(production_guard.UnsafeSettingsError, match="signs for everybody"):
        smoke.run(replace(stage, guarded=True), cognito)


def test_a_failed_step_is_reported_and_the_account_deleted(
    stage: Stage, cognito: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = people(cognito, stage)
    monkeypatch.setattr(smoke, "ATTEMPTS", "/v1/challenges/static-website/levels/9/attempts")
    with pytest.raises(SmokeError, match="answered 422, not 201"):
        smoke.run(stage, cognito)
    assert people(cognito, stage) == before


def test_a_stage_is_read_from_its_outputs(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs_of = {
        "progressive-flow-prod-api": {"Url": "https://behind"},
        "progressive-flow-prod-edge": {"PublicUrl": "https://before"},
        "progressive-flow-prod-identity": {"UserPoolId": "us-east-1_x", "ClientId": "c"},
        "progressive-flow-dev-api": {"Url": "https://dev"},
        "progressive-flow-dev-identity": {"UserPoolId": "us-east-1_y", "ClientId": "d"},
    }

    class Formation:
        def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - as the client's
            outputs = [{"OutputKey": key, "OutputValue": value} for key, value in outputs_of[StackName].items()]
            return {"Stacks": [{"Outputs": outputs}]}

    monkeypatch.setattr(boto3, "client", lambda *_args, **_options: Formation())
    keys = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_{}/.well-known/jwks.json"
    found = smoke.deployed(STAGES["prod"])
    assert found == Stage("https://before", "us-east-1_x", "c", keys.format("x"), guarded=True, console=True)
    found = smoke.deployed(STAGES["dev"])
    assert found == Stage("https://dev", "us-east-1_y", "d", keys.format("y"), guarded=False)


PAGE = {"content-security-policy": "default-src 'none'; script-src 'self'"}
SETTINGS = {"authority": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x"}
CONSOLE = {
    "/": httpx.Response(200, headers=PAGE, text="<!doctype html>"),
    "/a/page": httpx.Response(200, headers=PAGE, text="<!doctype html>"),
    "/config.json": httpx.Response(200, json=SETTINGS),
}


def console_check(answers: dict[str, httpx.Response]) -> list[str]:
    """Check a console that answers these paths, and all others with 404."""
    passed: list[str] = []
    transport = httpx.MockTransport(lambda request: answers.get(request.url.path, httpx.Response(404)))
    with httpx.Client(transport=transport, base_url="https://console.example.com") as api:
        smoke._check_console(api, Stage("", "us-east-1_x", "c", "", guarded=False, console=True), passed)
    return passed


def test_a_console_that_is_served_passes() -> None:
    assert console_check(CONSOLE) == ["the console is served, with the settings of this stage"]


@pytest.mark.parametrize(
    ("path", "answer", "reported"),
    [
        ("/", httpx.Response(403), "GET / answered 403, not 200"),
        ("/a/page", httpx.Response(404), "GET /a/page answered 404, not 200"),
        ("/", httpx.Response(200, text="<!doctype html>"), "no policy for its scripts"),
        ("/config.json", httpx.Response(200, json={"authority": "https://elsewhere/us-east-1_y"}), "stage's pool is"),
        ("/no-such-file.js", httpx.Response(200), "answered 200, not 404"),
    ],
)
def test_a_console_that_is_not_as_deployed_is_reported(path: str, answer: httpx.Response, reported: str) -> None:
    with pytest.raises(SmokeError, match=reported):
        console_check(CONSOLE | {path: answer})


def test_the_command_returns_its_exit_status(
    stage: Stage, cognito: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(smoke, "deployed", lambda _config: stage)
    monkeypatch.setattr(boto3, "client", lambda *_args, **_options: cognito)
    monkeypatch.setattr(smoke, "version", lambda: "development")
    with patch.dict(os.environ):
        assert smoke.main(["--stage", "dev"]) == 0
        monkeypatch.setattr(smoke, "version", lambda: "9.9.9")
        assert smoke.main(["--stage", "dev"]) == 1
    said = capsys.readouterr().out
    assert said.count("ok: ") >= 4
    assert "NOT ok: version" in said
