"""`progressive-flow item export` and `item import`: content files of an organization, between its drafts and a folder."""

from pathlib import Path

import pytest
import yaml

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.made import page, track
from tests.support.membership import create


@pytest.fixture
def slug(api: Api, administrator: Caller, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return an organization beside a local AWS, and let the commands ask the API in this process."""
    sign_in(api, administrator, monkeypatch)
    return create(api, administrator)


def titles(slug: str) -> dict[str, str]:
    """Return the title of each draft."""
    return {row["slug"]: row["title"] for row in run("item", "list", slug, "--json")["items"]}


def write(folder: Path, title: str = "Made") -> None:
    """Write a track and a page as content files."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    (folder / "tracks.yaml").write_text(yaml.safe_dump({"tracks": [track() | {"title": title}]}))
    document = page()
    body = document.pop("body")
    (folder / "pages" / "made-page.md").write_text(f"---\n{yaml.safe_dump(document)}---\n{body}\n")


def test_files_are_planned_applied_and_exported_again(slug: str, tmp_path: Path) -> None:
    folder, copy = tmp_path / "content", tmp_path / "copy"
    write(folder)
    plan = printed("item", "import", slug, str(folder))
    assert plan.splitlines() == [
        "added page/made-page", "added track/made-track", "2 added, 0 changed, 0 unchanged, 0 edited elsewhere",
    ]  # fmt: skip
    assert titles(slug) == {}
    assert run("item", "import", slug, str(folder), "--apply", "--json")["state"] == "applied"
    assert titles(slug) == {"made-track": "Made", "made-page": "Page"}
    printed("item", "export", slug, str(copy))
    assert (copy / "pages" / "made-page.md").read_text().endswith("# A page\n\nIt says something.\n")
    assert "0 added, 0 changed, 2 unchanged" in printed("item", "import", slug, str(copy))
    zipped = tmp_path / "track.zip"
    assert run("item", "export", slug, str(zipped), "--track", "made-track", "--json")["items"] == 2
    assert "2 unchanged" in printed("item", "import", slug, str(zipped))


def test_what_was_edited_elsewhere_is_replaced_only_when_asked(slug: str, tmp_path: Path) -> None:
    file = tmp_path / "track.yaml"
    file.write_text(yaml.safe_dump(track() | {"title": "Edited"}))
    run("item", "save", slug, "track", str(file))
    write(tmp_path / "content")
    refused = RUNNER.invoke(app, ["item", "import", slug, str(tmp_path / "content"), "--apply"])
    assert isinstance(refused.exception, LocalError)
    assert "edited elsewhere since" in str(refused.exception)
    assert titles(slug) == {"made-track": "Edited"}
    plan = printed("item", "import", slug, str(tmp_path / "content"), "--apply", "--overwrite")
    assert "changed track/made-track: title (edited elsewhere since)" in plan
    assert titles(slug)["made-track"] == "Made"


def test_what_is_wrong_is_named_and_fails(slug: str, tmp_path: Path) -> None:
    write(tmp_path / "content")
    (tmp_path / "content" / "tracks.yaml").write_text("tracks: [{slug: made-track}]")
    refused = RUNNER.invoke(app, ["item", "import", slug, str(tmp_path / "content"), "--apply"])
    assert isinstance(refused.exception, LocalError)
    assert "problem: tracks.yaml: tracks.0.title: " in refused.output
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"This is no zip.")
    refused = RUNNER.invoke(app, ["item", "import", slug, str(broken)])
    assert isinstance(refused.exception, LocalError)
    assert "was not taken" in str(refused.exception)
    assert titles(slug) == {}
