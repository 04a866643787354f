"""Whatever a program in Python does, it ends within its limits, as it should, and the next one knows nothing of it."""

import pytest

from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import run_python
from tests.unit.grading.code.programs.hostile_programs import HOSTILE, LOOPS, MEMORY, NESTING, Hostile

ENOUGH = 1_500_000_000  # to fill the memory, or to nest as deeply as can be
FUEL = 200_000_000
RIGHT = "def add(a, b):\n    return a + b"
CALL = {"function": "add", "arguments": [1, 2]}


def fuel(hostile: Hostile) -> int:
    return ENOUGH if hostile in (*MEMORY, *NESTING) else FUEL


def ending(images: Images, hostile: Hostile) -> str | None:
    """Return the limit that a program uses up, or the type of the error that it ends with, or None."""
    try:
        run = run_python(images, hostile.code, [], fuel(hostile))
    except ExhaustedError as error:
        return error.limit
    return run.error and run.error["type"]


@pytest.fixture(scope="module")
def usual(images: Images) -> int:
    return run_python(images, RIGHT, [CALL]).fuel


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_program_ends_and_the_next_one_is_as_ever(images: Images, hostile: Hostile, usual: int) -> None:
    assert ending(images, hostile) == hostile.ending
    run = run_python(images, RIGHT, [CALL])
    assert (run.results[0].value, run.fuel) == (3, usual)


@pytest.mark.parametrize("hostile", [each for each in HOSTILE if each not in LOOPS], ids=lambda hostile: hostile.name)
def test_what_is_hostile_in_a_function_is_held_too(images: Images, hostile: Hostile) -> None:
    body = "\n".join(f"    {line}" for line in hostile.code.split("\n"))
    try:
        run = run_python(images, f"def attack():\n{body}\n", [{"function": "attack"}], fuel(hostile))
    except ExhaustedError:
        return
    assert len(run.results) == (0 if run.error else 1)


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE) >= 60
