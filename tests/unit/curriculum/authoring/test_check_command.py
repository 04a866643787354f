"""`progressive-flow reference-data check` lints all content files, without a database."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from progressive_flow.kernel.errors import UserError
from progressive_flow.operations.reference_data import service
from progressive_flow.operations.reference_data.service import content_root
from progressive_flow_local.cli import content as command

RUNNER = CliRunner()


def test_the_files_as_they_are_pass() -> None:
    checked = RUNNER.invoke(command.app, ["check"])
    assert checked.exit_code == 0
    assert "61 challenges, 55 achievements, 36 skills, 181 questions" in " ".join(checked.stderr.split())


@pytest.mark.parametrize(
    ("file", "complaint"),
    [("achievements.yaml", r"achievements\.yaml: No such file"), ("tracks.yaml", r"tracks\.yaml: No such file")],
    ids=["achievements", "tracks"],
)
def test_broken_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, complaint: str) -> None:
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    (root / file).unlink()
    monkeypatch.setattr(service, "content_root", lambda: root)
    checked = RUNNER.invoke(command.app, ["check"])
    assert isinstance(checked.exception, UserError)
    assert checked.exit_code == 1
    with pytest.raises(UserError, match=complaint):
        service.check_files()
