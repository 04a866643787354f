"""The lists of mutants stay current with the code: each still applies, and the test that must kill it is still there."""

import re

import pytest

from progressive_flow.kernel import paths
from tests.mutants.listing import Mutant, mutants

MUTANTS = mutants()


def test_there_are_at_least_fifty_and_each_is_listed_once() -> None:
    assert len({(mutant.file, mutant.replace, mutant.by) for mutant in MUTANTS}) == len(MUTANTS) >= 50


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.number}-{mutant.file}")
def test_a_mutant_changes_one_place_and_says_what_it_breaks(mutant: Mutant) -> None:
    source = (paths.root() / mutant.file).read_text()
    assert mutant.applied(source) != source
    assert re.fullmatch(r"[A-Z].*\.", mutant.breaks, re.DOTALL)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.number}-{mutant.file}")
def test_the_test_that_kills_it_exists(mutant: Mutant) -> None:
    file, *names = re.sub(r"\[.*\]$", "", mutant.killed_by).split("::")
    text = (paths.root() / file).read_text()
    assert [name for name in names if not re.search(rf"^\s*(def|class) {name}\b", text, re.MULTILINE)] == []


def test_a_text_that_is_gone_or_ambiguous_is_an_error() -> None:
    mutant = Mutant(1, "some.py", "a < b", "a <= b", "A rule.", "tests/test_mutants.py")
    assert mutant.applied("if a < b:") == "if a <= b:"
    for source in ("if a > b:", "a < b or a < b"):
        with pytest.raises(ValueError, match="not once"):
            mutant.applied(source)
