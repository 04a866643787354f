"""Designs that people draw and that fail: each gets advice on its own ways, and the page shows what they get."""

import pytest

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.fitting import misfits
from progressive_flow_local.cli.advice import drawn, page
from progressive_flow_local.cli.advice.drawn import Drawn
from progressive_flow_local.cli.advice.measured import BAR
from tests.support.content import content

DESIGNS = drawn.read(page.designs())


def test_there_are_twenty_of_different_challenges_and_levels() -> None:
    assert len(DESIGNS) == 20
    assert len({(one.challenge, one.level) for one in DESIGNS}) == 20
    assert {one.level for one in DESIGNS} == {1, 2, 3, 4}


@pytest.mark.parametrize("one", DESIGNS, ids=lambda one: one.name)
def test_it_could_be_submitted_and_fails(one: Drawn) -> None:
    design = Design.model_validate(one.graph())
    allowed = drawn.level_of(one, content().challenges)["requirements"]["allowed_types"]
    assert design.refused_types(allowed) == []
    assert misfits(design.nodes) == []
    assert not drawn.advised_of(one, content().challenges).passed


@pytest.mark.parametrize("one", DESIGNS, ids=lambda one: one.name)
def test_its_advice_keeps_the_bar(one: Drawn) -> None:
    found = drawn.advised_of(one, content().challenges)
    assert found.lines > 0
    assert [fault for fault in found.faults if fault.what in BAR] == []


def test_the_page_shows_what_they_get() -> None:
    assert page.section(content().challenges) in page.place().read_text(), (
        "Write the page again: progressive-flow content advice --page"
    )


def test_a_level_of_today_is_what_is_read() -> None:
    first = DESIGNS[0]
    challenge = next(one for one in content().challenges if one.slug == first.challenge)
    assert drawn.level_of(first, content().challenges) == plain(challenge.levels[first.level - 1])
