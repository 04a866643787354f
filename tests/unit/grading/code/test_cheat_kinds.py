"""Each kind of cheat is tried on each published code challenge, or the table says why it cannot be."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code import common_cheats
from tests.unit.grading.code.challenges import Level, levels
from tests.unit.grading.code.golden.stored import slugs
from tests.unit.grading.code.programs.program_cheats import python_cheats, sql_cheats

HERE = Path(__file__).parent
KINDS = (
    *("empty", "starter", "markup alone", "keywords in comments", "answers printed", "overrides", "stack spying"),
    *("equal to everything", "throws", "loops", "content in styles", "frozen page"),
)
OF_PAGES = {
    "empty": "empty",
    "starter": "starter",
    "markup alone": "markup alone",
    "keywords in comments": "the solution in comments",
    "answers printed": "answers printed",
    "overrides": "overrides",
    "stack spying": "stack spying",
    "equal to everything": "equal to everything",
    "throws": "throws",
    "loops": "loops",
    "content in styles": "content in styles",
    "frozen page": "page frozen after check 0",
}
NO_MARKUP = dict.fromkeys(("markup alone", "content in styles", "frozen page"))
# By runtime: the cheat that stands for a kind. None: there is nothing of the kind.
# - Functions and programs have no markup, no styles and no page that could be frozen.
# - SQL has no stack, and no value of it decides how it is compared.
CHEATS: dict[str, dict[str, str | None]] = {
    "web": {**OF_PAGES},
    "javascript": {**OF_PAGES, **NO_MARKUP},
    "typescript": {**OF_PAGES, **NO_MARKUP},
    "python": {
        "empty": "nothing",
        "starter": "the starter",
        "keywords in comments": "the solution in comments",
        "answers printed": "answers printed",
        "overrides": "overrides",
        "stack spying": "what frames hold",
        "equal to everything": "equal to everything",
        "throws": "always an error",
        "loops": "a loop in each function",
        **NO_MARKUP,
    },
    "sql": {
        "empty": "nothing",
        "starter": "the starter",
        "keywords in comments": "the solution in comments",
        "answers printed": "answers printed",
        "overrides": "no tables at all",
        "stack spying": None,
        "equal to everything": None,
        "throws": "the solution after a mistake",
        "loops": "a loop",
        **NO_MARKUP,
    },
}


def tried(level: Level, images: Images) -> Iterator[str]:
    """Yield the names of the cheats that are tried on a level whatever it asks for."""
    if level.task.runtime == "python":
        yield from (name for name, _ in python_cheats(level.task))
    elif level.task.runtime == "sql":
        yield from (name for name, _ in sql_cheats(level.task))
    else:
        yield from (name for name, _ in common_cheats.cheats(level, images))


def own(slug: str) -> dict[str, Any]:
    """Return the cheats that were written for a challenge alone."""
    of_programs: dict[str, Any] = parsed((HERE / "programs" / "own_cheats.yaml").read_text())
    of_page: dict[str, Any] = {} if slug in of_programs else parsed((HERE / "cheats" / f"{slug}.yaml").read_text())
    found: dict[str, Any] = of_programs.get(slug, of_page)
    return found


@pytest.mark.parametrize("slug", slugs())
def test_each_kind_is_tried_or_has_a_reason(slug: str, images: Images) -> None:
    for level in levels(slug):
        names = set(tried(level, images))
        table = CHEATS[level.task.runtime]
        assert table.keys() == set(KINDS)
        assert {kind for kind, cheat in table.items() if cheat is not None and cheat not in names} == set()
        assert len(names | own(slug).keys()) >= 17


@pytest.mark.parametrize("slug", slugs())
def test_each_challenge_has_five_cheats_of_its_own(slug: str) -> None:
    assert len(own(slug)) >= 5


def test_all_published_challenges_are_in_the_table() -> None:
    assert len(slugs()) >= 18
    assert {level.task.runtime for slug in slugs() for level in levels(slug)} == CHEATS.keys()
