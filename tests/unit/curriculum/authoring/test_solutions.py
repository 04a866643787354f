"""Whether solutions of a live version still pass the new one, by the engine alone."""

import copy
import json
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.learning.publishing.solutions import (
    MAX_EXAMPLES,
    Reference,
    Solution,
    are_compatible,
    compare,
)
from tests.support.content import content, reference_design

CHALLENGE = "static-website"
TWO_SERVERS = {"id": "two-servers", "kind": "instances", "type": "dns", "target": 2.0, "floor": 1.0, "weight": 1.0,
               "load": 1.0, "visibility": "visible"}  # fmt: skip


@pytest.fixture
def live() -> list[dict[str, Any]]:
    """Return the levels of a published challenge."""
    challenge = next(each for each in content().challenges if each.slug == CHALLENGE)
    return [plain(level) for level in challenge.levels]


@pytest.fixture
def strict(live: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the same levels, the first of which wants two servers of names."""
    levels = copy.deepcopy(live)
    levels[0]["test_cases"].append(TWO_SERVERS)
    levels[0]["passing_criteria"]["must_pass"].append("two-servers")
    return levels


def design(copies: int) -> dict[str, Any]:
    """Return the reference with so many servers of names."""
    drawn: dict[str, Any] = copy.deepcopy(reference_design(CHALLENGE))
    for node in drawn["nodes"]:
        if node["type"] == "dns":
            node["replicas"] = copies
    return drawn


def test_what_still_passes_is_compatible(live: list[dict[str, Any]], strict: list[dict[str, Any]]) -> None:
    reported: list[float] = []
    found = compare(live, strict, [Solution(1, design(2))] * 100, [Reference(1, design(2))], reported.append)
    assert (found.tried, found.passed_before, found.pass_now, found.failing_references) == (100, 100, 100, [])
    assert are_compatible(found)
    assert reported == [0.5, 1.0]


@pytest.mark.parametrize(("failing", "compatible"), [(1, True), (2, True), (3, False)])
def test_two_in_a_hundred_may_fail(
    live: list[dict[str, Any]], strict: list[dict[str, Any]], failing: int, compatible: bool
) -> None:
    drawn = design(1)
    drawn["nodes"] = [
        node | {"id": f"ada-{node['id']}", "label": "Ada's", "position": {"x": 1, "y": 2}} for node in drawn["nodes"]
    ]
    drawn["edges"] = [{"from": f"ada-{edge['from']}", "to": f"ada-{edge['to']}"} for edge in drawn["edges"]]
    solutions = [Solution(1, drawn)] * failing + [Solution(1, design(2))] * (100 - failing)
    found = compare(live, strict, solutions, [], lambda _: None)
    assert (found.pass_now, found.broken_tests) == (100 - failing, {"1/two-servers": failing})
    assert len(found.examples) == min(failing, MAX_EXAMPLES)
    example = json.dumps(found.examples[0])
    assert "Ada" not in example
    assert "ada-" not in example
    assert [node["type"] for node in found.examples[0]["design"]["nodes"]] == [node["type"] for node in drawn["nodes"]]
    assert are_compatible(found) is compatible


def test_what_did_not_pass_before_breaks_nothing(live: list[dict[str, Any]], strict: list[dict[str, Any]]) -> None:
    empty = {"schema": "sd-graph/1", "nodes": [], "edges": []}
    found = compare(live, strict, [Solution(1, empty)], [Reference(3, empty)], lambda _: None)
    assert (found.tried, found.passed_before, found.failing_references) == (1, 0, [])
    assert are_compatible(found)


def test_a_reference_that_fails_breaks(live: list[dict[str, Any]], strict: list[dict[str, Any]]) -> None:
    found = compare(live, strict, [], [Reference(2, design(2)), Reference(1, design(1))], lambda _: None)
    assert found.failing_references == [1]
    assert not are_compatible(found)
