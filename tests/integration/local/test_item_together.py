"""`progressive-flow item publish-together`: a course that was imported goes live as one."""

from pathlib import Path

import pytest
import yaml

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.made import page, track
from tests.support.membership import create

SAYING = ("--changelog", "The course is here.")


@pytest.fixture
def slug(api: Api, administrator: Caller, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an organization that requires no reviews, and let the commands ask the API in this process."""
    sign_in(api, administrator, monkeypatch)
    found = create(api, administrator)
    printed("organization", "change", found, "--reviews-required", "0")
    return found


def imported(slug: str, folder: Path, **changes: str) -> None:
    """Import a track with a page that changes as it is said."""
    (folder / "pages").mkdir(parents=True)
    (folder / "tracks.yaml").write_text(yaml.safe_dump({"tracks": [track()]}))
    document = page(**changes)
    body = document.pop("body")
    (folder / "pages" / "made-page.md").write_text(f"---\n{yaml.safe_dump(document)}---\n{body}\n")
    assert "publish-together" in RUNNER.invoke(app, ["item", "import", slug, str(folder), "--apply"]).stderr


def states(slug: str) -> dict[str, str]:
    """Return the state of each item."""
    return {row["slug"]: row["state"] for row in run("item", "list", slug, "--json")["items"]}


def test_what_was_imported_goes_live_as_one(slug: str, tmp_path: Path) -> None:
    imported(slug, tmp_path / "content")
    published = run("item", "publish-together", slug, *SAYING, "--json")
    assert [(row["slug"], row["label"]) for row in published["items"]] == [
        ("made-page", "v1.0"),
        ("made-track", "v1.0"),
    ]
    assert states(slug) == {"made-page": "live", "made-track": "live"}
    nothing = RUNNER.invoke(app, ["item", "publish-together", slug, *SAYING])
    assert isinstance(nothing.exception, LocalError)
    assert "published before" in str(nothing.exception)


def test_what_fails_its_check_keeps_all_from_going_live(slug: str, tmp_path: Path) -> None:
    imported(slug, tmp_path / "content", body="<script>alert(1)</script>")
    refused = RUNNER.invoke(app, ["item", "publish-together", slug, *SAYING])
    assert isinstance(refused.exception, LocalError)
    assert "1 of 2 items" in str(refused.exception)
    assert "page:made-page" in refused.stdout
    assert "problem: body, line 1" in refused.stdout
    assert states(slug) == {"made-page": "draft", "made-track": "draft"}


def test_items_are_named_by_kind_and_slug(slug: str, tmp_path: Path) -> None:
    imported(slug, tmp_path / "content")
    alone = RUNNER.invoke(app, ["item", "publish-together", slug, *SAYING, "made-track"])
    assert isinstance(alone.exception, LocalError)
    assert "track:basics" in str(alone.exception)
    assert "made-track" in printed("item", "publish-together", slug, *SAYING, "track:made-track")
    assert states(slug) == {"made-page": "draft", "made-track": "live"}
