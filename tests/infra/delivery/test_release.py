"""A rollback moves the alias `live`, old versions are deleted, and other functions of the account are not changed."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.delivery import release
from tests.infra.cloudformation.deploying import NO_DOCKER
from tests.support.clouds import simulated_aws

ROLE = "arn:aws:iam::123456789012:role/any"
ONE, OTHER, FOREIGN = "progressive-flow-one", "progressive-flow-other", "billing"


def code(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("main.py", text)
    return held.getvalue()


def deploy(client: Any, name: str, text: str) -> str:
    """Publish a version and move `live`, like a deploy."""
    client.update_function_code(FunctionName=name, ZipFile=code(text))
    version = str(client.publish_version(FunctionName=name)["Version"])
    client.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
    return version


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with simulated_aws(NO_DOCKER):
        roles: Any = boto3.client("iam")
        role = roles.create_role(RoleName="any", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        found: Any = boto3.client("lambda")
        for name in (ONE, OTHER, FOREIGN):
            found.create_function(
                FunctionName=name, Runtime="python3.12", Role=role, Handler="main.handler", Code={"ZipFile": code("0")}
            )
            version = found.publish_version(FunctionName=name)["Version"]
            found.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
        yield found


def versions(client: Any, name: str) -> list[str]:
    found = client.list_versions_by_function(FunctionName=name)["Versions"]
    return [version["Version"] for version in found if version["Version"] != "$LATEST"]


def test_a_rollback_moves_only_changed_functions(client: Any) -> None:
    deploy(client, OTHER, "an older release, which touched this one alone")
    before = release.live(client)
    assert before == {ONE: "1", OTHER: "2"}
    deploy(client, ONE, "a bad release")
    assert release.live(client) == {ONE: "2", OTHER: "2"}
    assert release.restore(client, before) == {ONE: "1"}
    assert release.live(client) == before, "not one release further back"
    assert release.restore(client, before) == {}, "repeating it moves nothing"


def test_a_rollback_ignores_added_and_removed_functions(client: Any) -> None:
    before = {**release.live(client), "progressive-flow-taken-away": "4"}
    assert release.restore(client, before) == {}


def test_the_next_deploy_moves_the_alias_forward(client: Any) -> None:
    before = release.live(client)
    deploy(client, ONE, "a bad release")
    release.restore(client, before)
    assert deploy(client, ONE, "its correction") == "3"
    assert release.live(client)[ONE] == "3"


def test_tidy_keeps_the_live_and_the_recorded_version(client: Any) -> None:
    for text in ("second", "third"):
        deploy(client, ONE, text)
    before = release.live(client)
    deploy(client, ONE, "fourth")
    assert release.tidy(client, before) == 2
    assert versions(client, ONE) == ["3", "4"]
    assert versions(client, OTHER) == versions(client, FOREIGN) == ["1"]
    assert release.restore(client, before) == {ONE: "3"}


def test_the_commands_share_one_file(client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "live.json"
    assert release.main(["remember", str(file)]) == 0
    assert json.loads(file.read_text()) == {ONE: "1", OTHER: "1"}
    deploy(client, OTHER, "a bad release")
    assert release.main(["restore", str(file)]) == 0
    assert release.live(client) == {ONE: "1", OTHER: "1"}
    assert release.main(["tidy", str(file)]) == 0
    said = capsys.readouterr().out
    assert f"1 functions moved back: {OTHER}" in said
    assert "1 old versions deleted" in said


@pytest.mark.parametrize("arguments", [[], ["remember"], ["undo", "file"]])
def test_invalid_arguments_are_rejected(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main(arguments) == 2
    assert "remember|restore|tidy" in capsys.readouterr().out
