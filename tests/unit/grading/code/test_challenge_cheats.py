"""No cheat passes a level of a published code challenge: neither those that can be tried everywhere, nor five of its own."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.challenges import levels
from tests.unit.grading.code.common_cheats import cheats

FOLDER = Path(__file__).parent / "cheats"
SLUGS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
SEED = 99  # other than those by which the gate and frozen pages are made


def own_cheats(slug: str) -> Mapping[str, Mapping[str, str]]:
    """Return the cheats of one challenge: files by what is done."""
    read: Mapping[str, Mapping[str, str]] = parsed((FOLDER / f"{slug}.yaml").read_text())
    return read


@pytest.mark.parametrize("slug", SLUGS)
def test_no_cheat_passes(slug: str, images: Images) -> None:
    passed = []
    for level in levels(slug):
        tried = [*cheats(level, images), *own_cheats(slug).items()]
        passed += [(level.number, name) for name, files in tried if judge(files, level.task, images, SEED).passed]
    assert passed == []
