"""Suggestions that are followed one after another: none costs a test that passed, nor a point."""

from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.grading.system_design import engine
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine.graph import Graph as EngineGraph
from progressive_flow.grading.system_design.engine.graph import read_graph
from progressive_flow.grading.system_design.fitting import misfits
from progressive_flow_local.cli.cheats.following import followed
from tests.support.content import content

Graph = dict[str, Any]
# In the second and the third a change of a part's rules once broke a test that passed.
CHALLENGES = ("static-website", "stateless-services", "database-sharding", "url-shortener", "caching-basics")
README: Graph = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "visitors", "type": "client"},
        {"id": "names", "type": "dns"},
        {"id": "edge", "type": "cdn"},
        {"id": "files", "type": "object_store"},
    ],
    "edges": [
        {"from": "visitors", "to": "names"},
        {"from": "visitors", "to": "edge"},
        {"from": "edge", "to": "files"},
    ],
}
TWO_PARTS: Graph = {
    "schema": "sd-graph/1",
    "nodes": [{"id": "c", "type": "client"}, {"id": "f", "type": "object_store"}],
    "edges": [],
}


def beginnings(challenge: Challenge) -> list[Graph]:
    """Return the parts of the reference design in their smallest size, connected and not."""
    assert challenge.reference_design
    reference = challenge.reference_design.as_graph()
    bare = [{"id": part["id"], "type": part["type"]} for part in reference["nodes"]]
    return [{**reference, "nodes": bare}, {**reference, "nodes": bare, "edges": []}]


def same(drawn: Graph, followed_by_words: Graph, requirements: Graph) -> bool:
    """Return whether the design that a suggestion makes is one that can be had, and is what its words say."""
    made = Design.model_validate(drawn)
    allowed = requirements.get("allowed_types", ())
    mine, theirs = read_graph(made.as_graph(), allowed), read_graph(followed_by_words, allowed)
    return misfits(made.nodes) == [] and set(mine.nodes) == set(theirs.nodes) and lines(mine) == lines(theirs)


def lines(graph: EngineGraph) -> set[tuple[str, str]]:
    """Return the edges by the ids of their ends."""
    return {(graph.nodes[at].id, graph.nodes[to].id) for at, targets in enumerate(graph.after) for to in targets}


def follow(design: Graph, requirements: Graph, tests: list[Graph], criteria: Graph) -> int:
    """Follow suggestions until there is none or all visible tests pass, and check each; return how many there were."""
    count = 0
    design = Design.model_validate(design).as_graph()
    while change := engine.suggest(design, requirements, tests):
        count += 1
        before = engine.evaluate(design, requirements, tests, criteria)
        design = followed(design, change["change"])
        assert same(change["design"], design, requirements), change
        after = engine.evaluate(design, requirements, tests, criteria)
        passed = {result["id"] for result in after.test_results if result["passed"]}
        assert {result["id"] for result in before.test_results if result["passed"]} | {change["test"]} <= passed, change
        assert after.score >= before.score, change
        left = [result for result in after.test_results if result["visibility"] == "visible" and not result["passed"]]
        assert len(left) == change["visible_tests_left"], change
    return count


def of_level(challenge: Challenge, number: int) -> tuple[Graph, list[Graph], Graph]:
    """Return what a level is graded against."""
    level = plain(next(level for level in challenge.levels if level.level == number))
    return level["requirements"], level["test_cases"], level["passing_criteria"]


def challenge_of(slug: str) -> Challenge:
    """Return a challenge of the content."""
    return next(challenge for challenge in content().challenges if challenge.slug == slug)


@pytest.mark.parametrize("slug", CHALLENGES)
def test_no_suggestion_costs_what_passed(slug: str) -> None:
    challenge = challenge_of(slug)
    counts = [
        follow(design, *of_level(challenge, level.level))
        for level in challenge.levels
        for design in beginnings(challenge)
    ]
    assert sum(counts) > 0


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("design", [README, TWO_PARTS], ids=["readme", "two parts"])
def test_nor_does_one_for_a_small_design_of_a_static_website(design: Graph, level: int) -> None:
    follow(design, *of_level(challenge_of("static-website"), level))


def test_what_a_visible_test_forbids_is_not_suggested() -> None:
    """Client and store alone: an edge between them reaches the files, past the edge cache that shields them."""
    requirements, tests, _ = of_level(challenge_of("static-website"), 1)
    assert "originals-shielded" in {test["id"] for test in tests if test.get("visibility", "visible") == "visible"}
    assert engine.suggest(TWO_PARTS, requirements, tests) is None
