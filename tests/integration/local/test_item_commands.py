"""`progressive-flow item`."""

import json
from pathlib import Path

import pytest
import yaml

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.made import challenge, track
from tests.support.membership import create, joined


@pytest.fixture
def slug(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an organization, and let the commands ask the API in this process."""
    sign_in(api, administrator, monkeypatch)
    return create(api, administrator)


def test_an_author_works_on_a_track_with_files(slug: str, tmp_path: Path) -> None:
    file = tmp_path / "track.yaml"
    file.write_text(yaml.safe_dump(track()))
    assert run("item", "save", slug, "track", str(file))["revision"] == 1
    file.write_text(json.dumps(track() | {"title": "Renamed"}))
    assert run("item", "save", slug, "track", str(file))["revision"] == 2
    assert [row["title"] for row in run("item", "list", slug, "--json")["items"]] == ["Renamed"]
    assert run("item", "show", slug, "track", "made-track", "--revision", "1")["document"] == track()
    assert len(run("item", "revisions", slug, "track", "made-track", "--json")["items"]) == 2
    found = run("item", "changes", slug, "track", "made-track", "1", "--json")["items"]
    assert [(row["pointer"], row["after"]) for row in found] == [("/title", "Renamed")]
    printed("item", "delete", slug, "track", "made-track")
    assert run("item", "list", slug, "--json")["items"] == []


def test_a_reviewer_approves_what_an_author_wrote(api: Api, administrator: Caller, slug: str) -> None:
    author = joined(api, administrator, slug, "author")
    path = f"/v1/organizations/{slug}/items/track/made-track"
    assert api.request("PUT", path, author, json={"document": track()}).status_code == 200
    run("item", "review", slug, "track", "made-track", "1", "--ask-for-changes", "--comment", "Say more.")
    assert run("item", "review", slug, "track", "made-track", "1", "--approve")["verdict"] == "approved"
    assert [row["verdict"] for row in run("item", "reviews", slug, "track", "made-track", "--json")["items"]] == [
        "approved"
    ]


def test_an_author_previews_and_tries_a_challenge(slug: str, tmp_path: Path) -> None:
    document = challenge()
    statement, file, design = tmp_path / "statement.md", tmp_path / "challenge.yaml", tmp_path / "design.json"
    statement.write_text(document.pop("statement"))
    file.write_text(yaml.safe_dump(document))
    design.write_text(json.dumps(document["reference_design"]))
    run("item", "save", slug, "challenge", str(file), "--statement", str(statement))
    assert run("item", "preview", slug, "static-website")["statement"] == statement.read_text().strip()
    assert run("item", "grade", slug, "static-website", "1", str(design))["score"] == 100


@pytest.mark.parametrize("text", ["[1, 2]", "a: [", "slug: made-track\nmodules: 3\n"])
def test_what_is_no_document_is_said(slug: str, tmp_path: Path, text: str) -> None:
    file = tmp_path / "track.yaml"
    file.write_text(text)
    ran = RUNNER.invoke(app, ["item", "save", slug, "track", str(file)])
    assert isinstance(ran.exception, LocalError)
