"""Functions import with an empty environment, open nothing meanwhile, and bring along no more than they need."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.kernel import paths

# What is heavy, or never in a deployed layer.
UNWANTED = {"boto3", "botocore", "yaml", "typer", "rich", "starlette", "uvicorn", "moto", "hypothesis", "jwt"}
ASKED_FOR_BY_POWERTOOLS = {"botocore"}  # its bare package, to name itself in a user agent; nothing below it
EVALUATOR, RENDERER = "progressive_flow.grading.system_design.engine", "progressive_flow.grading.system_design.diagram"
GRADING = {
    "functions.progress.submit_attempt",
    "functions.progress.run_trial",
    "functions.progress.suggest_change",
    "functions.curriculum.save_draft",
    "functions.curriculum.preview_draft",
    "functions.curriculum.grade_draft",
    "functions.tasks.check_item",
    "functions.gamification.submit_daily_attempt",
}
# These read the component catalogue, which the evaluator keeps; what is loaded is checked by it.
OF_THE_CATALOGUE = {
    "functions.tasks.export_content",
    "functions.tasks.import_content",
    "functions.curriculum.show_component_catalogue",
    "functions.operations.load_reference_data",
    "functions.platform.load_reference_data",
}
DIAGRAM = "functions.progress.show_diagram"

PROBE = """
import importlib, json, sys
failed = {}
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = repr(error)
from progressive_flow.kernel.database import connections, transactions
print(json.dumps({"failed": failed, "loaded": sorted(sys.modules), "connections": len(connections._connections)}))
"""


def imported(*modules: str) -> dict[str, Any]:
    """Import modules in a new process without environment; return what failed, what is loaded, what is open."""
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            f"import sys; sys.path.insert(0, {str(paths.root())!r})\n{PROBE}",
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


def functions() -> set[str]:
    """Name the module of every function."""
    files = (paths.root() / "functions").glob("*/*.py")
    return {f"functions.{file.parent.name}.{file.stem}" for file in files}


def test_every_function_imports_with_an_empty_environment() -> None:
    modules = functions()
    assert len(modules) >= 20
    found = imported(*sorted(modules))
    assert found["failed"] == {}
    assert found["connections"] == 0


@pytest.mark.parametrize("module", sorted(GRADING))
def test_what_grades_imports_only_what_it_needs(module: str) -> None:
    found = imported(module)
    assert found["failed"] == {}
    heavy = {name for name in found["loaded"] if name.split(".")[0] in UNWANTED} - ASKED_FOR_BY_POWERTOOLS
    local = {name for name in found["loaded"] if name.startswith("progressive_flow_local")}
    assert heavy | local == set()


@pytest.mark.parametrize("module", sorted(GRADING))
def test_what_grades_imports_the_evaluator_and_draws_nothing(module: str) -> None:
    loaded = imported(module)["loaded"]
    assert EVALUATOR in loaded
    assert RENDERER not in loaded


def test_a_diagram_is_drawn_without_the_evaluator() -> None:
    loaded = imported(DIAGRAM)["loaded"]
    assert RENDERER in loaded
    assert EVALUATOR not in loaded


def test_nothing_else_imports_the_evaluator_or_draws() -> None:
    others = functions() - GRADING - OF_THE_CATALOGUE - {DIAGRAM}
    assert {"functions.progress.list_attempts", "functions.progress.show_attempt"} < others
    found = imported(*sorted(others))
    assert found["failed"] == {}
    assert {EVALUATOR, RENDERER}.isdisjoint(found["loaded"])


def test_the_probe_sees_a_module_that_fails(tmp_path: Path) -> None:
    assert set(imported("functions.no_such_module")["failed"]) == {"functions.no_such_module"}
