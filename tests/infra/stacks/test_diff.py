"""`cdk diff`: from one version of the app to the next no resource with data is replaced."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from infra.paths import ROOT
from infra.synth import CLI_ENVIRONMENT
from tests.infra.stacks.test_stateful import LISTED
from tests.infra.templates import Templates

ENDINGS = ("may be replaced", "replace", "destroy", "orphan")


def read(line: str) -> tuple[str, str] | None:
    """Read `[~] AWS::S3::BucketPolicy Archive/Policy ArchivePolicyC780D5C8 replace`, where path and ending may be missing."""
    found = re.fullmatch(r"\[.\] (?:AWS|Custom)::\S+ (.+)", line.strip())
    if not found:
        return None
    ending = next((suffix for suffix in ENDINGS if found[1].endswith(f" {suffix}")), "")
    return found[1].removesuffix(ending).split()[-1], ending


def diff(new: Path, stack: str, old: Path) -> dict[str, str]:
    """Return the effect on each changed resource of a stack, by its logical id: `replace`, `destroy`, or an empty text."""
    program = str(ROOT / "node_modules" / ".bin" / "cdk")
    command = [program, "diff", "--exclusively", "--app", str(new), "--template", str(old), stack]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | CLI_ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert f"Stack {stack}" in done.stdout + done.stderr
    return dict(filter(None, map(read, (done.stdout + done.stderr).splitlines())))


@pytest.mark.parametrize("stack", LISTED)
def test_nothing_that_holds_data_is_replaced(prod: Templates, later: Templates, stack: str) -> None:
    name = f"progressive-flow-prod-{stack}"
    if prod.by_stack[stack] == later.by_stack[stack]:
        return
    changed = diff(later.out, name, prod.out / f"{name}.template.json")
    kept = {logical: kind for logical, kind in LISTED[stack].items() if not logical.startswith("Replica")}
    assert {logical: changed[logical] for logical in kept if changed.get(logical)} == {}
    if stack == "database":
        assert "InstanceC1063A87" in changed, "it grew, in place"


@pytest.fixture
def copied(prod: Templates, tmp_path: Path) -> Path:
    """A copy of the templates that a test changes."""
    return Path(shutil.copytree(prod.out, tmp_path / "copied"))


def rewritten(out: Path, stack: str, old: str, new: str) -> None:
    path = out / f"progressive-flow-prod-{stack}.template.json"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_renamed_bucket_is_detected(prod: Templates, copied: Path) -> None:
    rewritten(copied, "stores", "ArchiveDA4CB258", "Renamed")
    name = "progressive-flow-prod-stores"
    changed = diff(copied, name, prod.out / f"{name}.template.json")
    assert changed["ArchiveDA4CB258"] in {"destroy", "orphan"}


def test_a_replaced_database_is_detected(prod: Templates, copied: Path) -> None:
    path = copied / "progressive-flow-prod-database.template.json"
    template = json.loads(path.read_text())
    template["Resources"]["InstanceC1063A87"]["Properties"]["DBInstanceIdentifier"] = "another"
    path.write_text(json.dumps(template))
    name = "progressive-flow-prod-database"
    changed = diff(copied, name, prod.out / f"{name}.template.json")
    assert changed["InstanceC1063A87"] == "replace"
