"""How components may be connected, and what is said where they may not."""

import pytest
from pydantic import ValidationError

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.design_graph import MAX_EDGES
from tests.unit.curriculum.authoring.submitted import APP, CLIENT, DB, chain, design, edge, error_of


def test_edges_are_written_from_and_to() -> None:
    with pytest.raises(ValidationError):
        Design.model_validate(design(edges=[{"source": "c", "target": "app"}]))


def test_duplicate_names_are_named() -> None:
    found = error_of(design([CLIENT, DB, DB]))
    assert (found["type"], found["loc"]) == ("duplicate_id", ("nodes",))
    assert found["msg"] == "2 components are called 'db': rename them."


def test_dangling_edges_are_named() -> None:
    found = error_of(design(edges=[edge("c", "app"), edge("app", "cache")]))
    assert (found["type"], found["loc"]) == ("dangling_edge", ("edges",))
    assert found["msg"] == "Edge 1 names 'cache', which is not a component: add it or remove the edge."


def test_self_edges_are_named() -> None:
    found = error_of(design(edges=[edge("app", "app")]))
    assert (found["type"], found["loc"]) == ("self_edge", ("edges", 0))
    assert "'app'" in found["msg"]


def test_duplicate_edges_are_named() -> None:
    found = error_of(design(edges=[edge("c", "app"), edge("c", "app")]))
    assert found["type"] == "duplicate_edge"
    assert found["msg"] == "'c' is connected to 'app' more than once: one edge is enough."


def test_a_cycle_is_shown() -> None:
    found = error_of(design(edges=[edge("c", "app"), edge("app", "db"), edge("db", "app")]))
    assert found["type"] == "cycle"
    assert found["msg"] in {
        "The connections form a cycle: app -> db -> app. Remove one of these edges.",
        "The connections form a cycle: db -> app -> db. Remove one of these edges.",
    }


def test_wrong_nodes_are_not_reported_again_as_edges() -> None:
    assert error_of(design([CLIENT, {**APP, "units": 0}], [edge("c", "app")]))["loc"] == ("nodes", 1, "units")


def test_the_number_of_edges_is_limited() -> None:
    pairs = [edge(f"n{a}", f"n{b}") for b in range(30) for a in range(b)]
    assert len(Design.model_validate(design(chain(30), pairs[:MAX_EDGES])).edges) == MAX_EDGES
    assert error_of(design(chain(30), pairs[: MAX_EDGES + 1]))["loc"] == ("edges",)
