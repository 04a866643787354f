"""What CONTRIBUTING forbids a release to do to the schema at once, squawk refuses; what it recommends, it lets through."""

import subprocess
import sys
from pathlib import Path

import pytest

from progressive_flow.operations.migrations.files import sql_root

REFUSED = {
    "alter table progress.level_attempts add column x text not null;": "adding-required-field",
    "alter table progress.level_attempts rename column score to points;": "renaming-column",
    "alter table progress.level_attempts rename to attempts;": "renaming-table",
    "alter table progress.level_attempts drop column score;": "ban-drop-column",
    "drop table progress.level_attempts;": "ban-drop-table",
    "alter table progress.level_attempts alter column score type text;": "changing-column-type",
    "alter table progress.level_attempts add constraint c check (score >= 0);": "constraint-missing-not-valid",
    "alter table progress.level_attempts alter column x set not null;": "adding-not-nullable-field",
    "create index i on progress.level_attempts (score);": "require-concurrent-index-creation",
}
TAKEN = (
    "alter table progress.level_attempts add column x text;",
    "alter table progress.level_attempts add column x boolean not null default false;",
    "alter table progress.level_attempts add constraint c check (score >= 0) not valid;",
)


def said(tmp_path: Path, statement: str) -> tuple[int, str]:
    """Run squawk as `make check` does."""
    file = tmp_path / "V999__next.sql"
    file.write_text(statement + "\n")
    program = Path(sys.executable).with_name("squawk")
    config = sql_root().parent / ".squawk.toml"
    command = [str(program), "--config", str(config), "--reporter", "gcc", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("statement", "rule"), REFUSED.items(), ids=REFUSED.values())
def test_what_breaks_the_release_before_is_refused(tmp_path: Path, statement: str, rule: str) -> None:
    status, text = said(tmp_path, statement)
    assert status != 0
    assert rule in text


@pytest.mark.parametrize("statement", TAKEN)
def test_what_expands_is_taken(tmp_path: Path, statement: str) -> None:
    assert said(tmp_path, statement)[0] == 0, said(tmp_path, statement)[1]
