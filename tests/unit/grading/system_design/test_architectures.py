"""Ten real systems, designed by hand from what their builders have published, at about the load that they published.

Each must do well on what it is known for, and badly without the one part that its builders say made the difference. Figures are
rounded, sizes are in the catalogue's units; what a talk does not say is drawn as anyone would.
"""

from collections.abc import Callable

import pytest

from progressive_flow.grading.system_design.design import Design as DesignModel
from progressive_flow.grading.system_design.engine import evaluate
from tests.unit.grading.system_design import real_services, real_sites
from tests.unit.grading.system_design.architecture import Architecture

GOOD, POOR = 90.0, 75.0
CRITERIA = {"min_score": GOOD}
ALL = [*real_sites.ALL, *real_services.ALL]


@pytest.mark.parametrize("make", ALL, ids=lambda make: str(make.__name__))
def test_a_real_architecture_does_well_and_needs_what_it_is_known_for(make: Callable[[], Architecture]) -> None:
    system = make()
    scores: list[float] = []
    for design in (system.design, system.without):
        DesignModel.model_validate(design)
        found = evaluate(design, system.requirements, system.tests, CRITERIA)
        scores.append(found.score)
        messages = [f"{r['id']} {r['score']} {r['message']}" for r in found.test_results]
        assert (found.score >= GOOD) is (design is system.design), (system.known_for, found.score, messages)
    assert scores[1] <= POOR, system.known_for


def test_there_are_ten_and_each_says_where_it_comes_from() -> None:
    found = [make() for make in ALL]
    assert len({system.source for system in found}) == 10
    assert all(len(system.source) > 40 and len(system.known_for) > 15 for system in found)
