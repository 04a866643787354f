"""The challenges in Python and SQL: nothing that only looks like a right way passes. What the gate finds is in its lock."""

from pathlib import Path
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.limits import FILES
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.kernel import paths
from tests.unit.grading.code.programs.cheats import python_cheats, sql_cheats
from tests.unit.grading.code.tasks import made

FOLDER = paths.root() / "sql" / "seeds" / "content" / "code-practice"


def written(path: Path) -> dict[str, Any]:
    """Return the task of the first level of a challenge."""
    content: dict[str, Any] = parsed(path.read_text())
    task: dict[str, Any] = content["levels"][0]["task"]
    return task


TASKS = {path.parent.name: written(path) for path in sorted(FOLDER.glob("*/challenge.yaml"))}
PROGRAMS = [slug for slug, task in TASKS.items() if task["runtime"] in {"python", "sql"}]


@pytest.mark.parametrize("slug", PROGRAMS)
def test_no_cheat_passes(images: Images, slug: str) -> None:
    task = made(TASKS[slug])
    (name,) = FILES[task.runtime]
    cheats = dict(python_cheats(task) if task.runtime == "python" else sql_cheats(task))
    verdicts = {cheat: judge({name: text}, task, images, 5) for cheat, text in cheats.items()}
    assert len(cheats) >= 17
    assert {cheat: verdict.score for cheat, verdict in verdicts.items() if verdict.passed} == {}
