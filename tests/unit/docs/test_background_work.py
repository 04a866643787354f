"""The page of jobs and consumers shows what is declared."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from progressive_flow.kernel.declarations import registry
from progressive_flow_local.cli import app, background_work

JOBS = registry.jobs()


def test_the_page_shows_what_is_declared() -> None:
    assert background_work.page().read_text() == background_work.render(), background_work.REMEDY


def test_each_job_says_what_its_failure_means() -> None:
    entries = background_work.render().split("\n### ")[1:]
    assert len(entries) == len(JOBS) + len(registry.consumers())
    said = {entry.partition("\n")[0]: " ".join(entry.split()) for entry in entries}
    assert [job.schedule.name for job in JOBS if "When it fails, " not in said[job.schedule.name]] == []


def test_the_command_writes_the_page_and_only_compares_it_if_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(background_work, "page", lambda: page)
    run = CliRunner().invoke
    assert run(app, ["job", "describe", "--check"]).exit_code == 1
    assert run(app, ["job", "describe"]).exit_code == 0
    assert page.read_text() == background_work.render()
    assert run(app, ["job", "describe", "--check"]).exit_code == 0
