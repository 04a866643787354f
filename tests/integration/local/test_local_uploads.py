"""On one's own machine a form is as strict as S3's, a file that arrives is inspected, and a clean one is delivered safely."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from progressive_flow_local.aws.stores import MEDIA
from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import wait_until
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.membership import create
from tests.support.uploading import path, requested

BODY = b"A text that is sent by a form."
Change = Callable[[dict[str, str]], object]


@pytest.fixture
def slug(api: Api, administrator: Caller, endpoint: str) -> str:
    """Return an organization that was just created, beside a local AWS."""
    return create(api, administrator)


def send(upload: dict[str, Any], body: bytes = BODY, change: Change = dict, **options: Any) -> httpx.Response:
    """Post a form as a browser does, changed on the way."""
    fields = dict(upload["form"]["fields"])
    change(fields)
    files = {"file": ("a.txt", body, "text/plain")}
    return httpx.post(upload["form"]["url"], data=fields, files=files, trust_env=False, **options)


def inspected(api: Api, by: Caller, slug: str, upload: dict[str, Any]) -> dict[str, Any]:
    """Return an upload once it was inspected."""
    found: list[dict[str, Any]] = []

    def look() -> bool:
        found.append(api.get(path(slug, upload["id"]), by).json())
        return str(found[-1]["state"]) != "requested"

    assert wait_until(look, 30)
    return found[-1]


def test_a_file_that_is_sent_is_inspected_and_delivered(api: Api, administrator: Caller, slug: str) -> None:
    made = requested(api, administrator, slug, BODY)
    sent = send(made, headers={"origin": "http://localhost:5173"})
    assert (sent.status_code, sent.headers["access-control-allow-origin"]) == (204, "http://localhost:5173")
    shown = inspected(api, administrator, slug, made)
    assert shown["state"] == "clean"
    delivered = httpx.get(shown["url"], trust_env=False)
    assert (delivered.status_code, delivered.content) == (200, BODY)
    for name, value in (
        ("content-type", "text/plain"),
        ("content-disposition", "attachment; filename*=UTF-8''made.txt"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox"),
        ("cross-origin-resource-policy", "cross-origin"),
    ):
        assert delivered.headers[name] == value
    late = httpx.URL(shown["url"]).copy_set_param("X-Amz-Date", "20200101T000000Z")
    assert httpx.get(late, trust_env=False).status_code == 403


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda fields: fields.update(key="media/else"), "Policy Condition failed"),
        (lambda fields: fields.update({"Content-Type": "text/html"}), "Policy Condition failed"),
        (lambda fields: fields.update({"x-amz-checksum-sha256": "AAAA"}), "Policy Condition failed"),
        (lambda fields: fields.update(acl="public-read"), "Extra input fields: acl"),
        (lambda fields: fields.pop("x-amz-checksum-sha256"), "Policy Condition failed"),
        (lambda fields: fields.pop("policy"), "has no policy"),
    ],
)
def test_a_form_that_was_changed_is_refused(
    api: Api, administrator: Caller, slug: str, change: Change, message: str
) -> None:
    made = requested(api, administrator, slug, BODY)
    refused = send(made, change=change)
    assert refused.status_code == 403
    assert message in refused.text


@pytest.mark.parametrize(
    ("body", "message"),
    [(BODY + b"!", "smaller or larger"), (BODY[:-1], "smaller or larger"), (BODY[:-1] + b"!", "checksum-sha256")],
)
def test_another_file_is_refused(api: Api, administrator: Caller, slug: str, body: bytes, message: str) -> None:
    made = requested(api, administrator, slug, BODY)
    refused = send(made, body)
    assert refused.status_code == 403
    assert message in refused.text
    assert api.get(path(slug, made["id"]), administrator).json()["state"] == "requested"


def test_the_form_leads_to_the_bucket_of_media(api: Api, administrator: Caller, slug: str, endpoint: str) -> None:
    assert requested(api, administrator, slug, BODY)["form"]["url"] == f"{endpoint}/{MEDIA}"


def test_files_are_uploaded_listed_shown_and_deleted_by_commands(
    api: Api, administrator: Caller, slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(api, administrator, monkeypatch)
    file = tmp_path / "notes.txt"
    file.write_bytes(BODY)
    added = run("upload", "add", slug, str(file), "--json")
    assert (added["state"], added["media_type"], added["sha256"]) == (
        "clean",
        "text/plain",
        hashlib.sha256(BODY).hexdigest(),
    )
    assert [row["id"] for row in run("upload", "list", slug, "--state", "clean", "--json")["items"]] == [added["id"]]
    assert run("upload", "show", slug, added["id"])["url"]
    assert added["id"] in printed("upload", "list", slug)
    printed("upload", "delete", slug, added["id"])
    assert run("upload", "list", slug, "--json")["items"] == []


def test_a_command_fails_where_a_file_is_rejected(
    api: Api, administrator: Caller, slug: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(api, administrator, monkeypatch)
    file = tmp_path / "photograph.png"
    file.write_text("This is no image.")
    failed = RUNNER.invoke(app, ["upload", "add", slug, str(file), "--json"])
    assert isinstance(failed.exception, LocalError)
    assert "photograph.png was rejected" in str(failed.exception)
    shown = "\n".join(line for line in failed.stdout.splitlines() if not line.startswith('{"'))
    assert json.loads(shown)["state"] == "rejected"
    unknown = tmp_path / "file.of-no-type"
    unknown.write_text("x")
    failed = RUNNER.invoke(app, ["upload", "add", slug, str(unknown)])
    assert "add --type" in str(failed.exception)
