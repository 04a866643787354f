"""Functions import with an empty environment, open nothing meanwhile, and bring along no more than they need."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from progressive_flow import declarations

# What is heavy, or never in a deployed layer.
UNWANTED = {"boto3", "botocore", "yaml", "typer", "rich", "starlette", "uvicorn", "moto", "hypothesis", "jwt"}
ASKED_FOR_BY_POWERTOOLS = {"botocore"}  # its bare package, to name itself in a user agent; nothing below it

PROBE = """
import importlib, json, sys
failed = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = repr(error)
from progressive_flow import database
print(json.dumps({"failed": failed, "loaded": sorted(sys.modules), "connections": len(database._connections)}))
"""


def imported(*modules: str) -> dict[str, Any]:
    """Import modules in a new process without environment; return what failed, what is loaded, what is open."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(declarations.root())!r})\n{PROBE}",
            *modules,
        ],
        env={},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_function_imports_with_an_empty_environment() -> None:
    files = sorted((declarations.root() / "functions").glob("*/*.py"))
    modules = [f"functions.{file.parent.name}.{file.stem}" for file in files]
    assert len(modules) >= 20
    found = imported(*modules)
    assert found["failed"] == {}
    assert found["connections"] == 0


def test_submitting_an_attempt_imports_only_what_it_needs() -> None:
    found = imported("functions.progress.submit_attempt")
    assert found["failed"] == {}
    assert "progressive_flow.evaluator" in found["loaded"]
    heavy = {name for name in found["loaded"] if name.split(".")[0] in UNWANTED} - ASKED_FOR_BY_POWERTOOLS
    local = {name for name in found["loaded"] if name.startswith(("progressive_flow.local", "progressive_flow.cli"))}
    assert heavy | local == set()


def test_the_probe_sees_a_module_that_fails(tmp_path: Path) -> None:
    assert set(imported("functions.no_such_module")["failed"]) == {"functions.no_such_module"}
