"""Code tasks of the tests: those in the folder `tasks`, and small ones made here."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.language.tasks import Task, mistakes
from progressive_flow.grading.code.task import CodeTask

FOLDER = Path(__file__).parent / "tasks"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
REQUIREMENTS = ("runtime", "given", "starter", "solution", "database")
_TASK: TypeAdapter[Any] = TypeAdapter(Task)


def document(name: str) -> dict[str, Any]:
    """Return a task of the folder as its author wrote it."""
    read: dict[str, Any] = parsed((FOLDER / f"{name}.yaml").read_text())
    return read


def task(name: str) -> CodeTask:
    """Return a task of the folder as the judge takes it."""
    return made(document(name))


def made(written: Mapping[str, Any]) -> CodeTask:
    """Return a task that was written, validated first."""
    assert mistakes(_TASK.validate_python(written)) == []
    requirements = {name: written[name] for name in REQUIREMENTS if name in written}
    criteria = {"min_score": written["min_score"], "must_pass": written.get("must_pass", [])}
    return CodeTask.stored(requirements, written["checks"], criteria)


def small(runtime: str, solution: Mapping[str, str], *steps: Any, **more: Any) -> CodeTask:
    """Return a task of one check; `check` has what the check says beside its steps."""
    check: dict[str, Any] = {"id": "one", "title": "One", "steps": list(steps), **more.pop("check", {})}
    checks: Sequence[Any] = more.pop("checks", [check])
    return made({"runtime": runtime, "solution": dict(solution), "min_score": 100, "checks": checks, **more})
