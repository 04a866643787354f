"""The challenges in Python and SQL: nothing that only looks like a right way passes. What the gate finds is in its lock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.limits import FILES
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.challenges import Level, levels
from tests.unit.grading.code.programs.program_cheats import python_cheats, sql_cheats

OWN: dict[str, dict[str, str]] = parsed((Path(__file__).parent / "own_cheats.yaml").read_text())
SEED = 99  # none of the gate's


def cheats(slug: str, level: Level) -> Iterator[tuple[str, str]]:
    """Yield the cheats that can be tried on every challenge of a runtime, then those of this one."""
    yield from python_cheats(level.task) if level.task.runtime == "python" else sql_cheats(level.task)
    yield from OWN[slug].items()


@pytest.mark.parametrize("slug", OWN)
def test_no_cheat_passes_a_challenge_of_programs(images: Images, slug: str) -> None:
    for level in levels(slug):
        (name,) = FILES[level.task.runtime]
        tried = dict(cheats(slug, level))
        passed = [cheat for cheat, text in tried.items() if judge({name: text}, level.task, images, SEED).passed]
        assert len(tried) >= 17
        assert passed == []
