"""`make check-openapi` finds what is wrong with a document: its linters read our rules, and a warning fails."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
TOOLS = ROOT / "node_modules" / ".bin"
pytestmark = pytest.mark.skipif(not (TOOLS / "redocly").exists(), reason="Without npm there are no linters.")
GOOD: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "One",
        "version": "1",
        "description": "One operation.",
        "contact": {"name": "We"},
        "license": {"name": "MIT", "identifier": "MIT"},
    },
    "servers": [{"url": "/"}],
    "tags": [{"name": "one", "description": "One."}],
    "paths": {
        "/one": {
            "get": {
                "tags": ["one"],
                "operationId": "one",
                "summary": "One.",
                "description": "One.",
                "security": [],
                "responses": {"200": {"description": "Good."}, "404": {"description": "None."}},
            }
        }
    },
}


def commands() -> list[list[str]]:
    """Return the linters' command lines as the Makefile has them."""
    found = re.findall(r"npx --no-install (\w+) lint build/openapi\.json(.*)", (ROOT / "Makefile").read_text())
    return [[name, *options.split()] for name, options in found]


def verdict(tmp_path: Path, linter: list[str], document: dict[str, Any]) -> int:
    """Return a linter's exit code for a document."""
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document))
    name, *options = linter
    command = [str(TOOLS / name), "lint", str(file), *options]
    ours = {**os.environ, "REDOCLY_TELEMETRY": "off"}
    return subprocess.run(command, cwd=ROOT, env=ours, capture_output=True, check=False, timeout=120).returncode


@pytest.mark.parametrize("linter", commands(), ids=lambda linter: linter[0])
def test_each_linter_accepts_a_good_document_and_fails_for_a_warning(tmp_path: Path, linter: list[str]) -> None:
    assert verdict(tmp_path, linter, GOOD) == 0
    operation = {name: value for name, value in GOOD["paths"]["/one"]["get"].items() if name != "operationId"}
    assert verdict(tmp_path, linter, {**GOOD, "paths": {"/one": {"get": operation}}}) == 1


def test_both_linters_are_run() -> None:
    assert [linter[0] for linter in commands()] == ["spectral", "redocly"]
