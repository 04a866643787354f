"""Suggestions that are followed one after another: none costs a test that passed, nor a point."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.grading.system_design import engine
from progressive_flow.grading.system_design.design import Design
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


def followed(design: Graph, sentence: str) -> Graph:
    """Return the design with what a suggestion says, as a learner reads it."""
    changed = deepcopy(design)
    parts = {part["id"]: part for part in changed["nodes"]}
    if words := re.fullmatch(r"Connect (\S+) to (\S+)\.", sentence):
        changed["edges"].append({"from": words[1], "to": words[2]})
    elif words := re.fullmatch(r"Remove the edge from (\S+) to (\S+)\.", sentence):
        changed["edges"] = [edge for edge in changed["edges"] if (edge["from"], edge["to"]) != (words[1], words[2])]
    else:
        part, values = next(
            (words[1], values(words))
            for pattern, values in VALUES.items()
            if (words := re.fullmatch(pattern, sentence))
        )
        parts[part].update(values)
    return Design.model_validate(changed).as_graph()


def majority(words: re.Match[str]) -> dict[str, Any]:
    """Return a quorum of most copies."""
    return {
        "consistency": "quorum",
        "replicas": int(words[2]),
        "read_quorum": int(words[2]) // 2 + 1,
        "write_quorum": int(words[2]) // 2 + 1,
    }


def failover(said: str | None) -> dict[str, Any]:
    """Return failover where the sentence says so."""
    return {"failover": True} if said else {}


# A sentence about one part, and the members of it that the sentence gives.
VALUES: dict[str, Callable[[re.Match[str]], dict[str, Any]]] = {
    r"Give (\S+) (\d+) (units|replicas|shards) instead of \d+\.": lambda words: {words[3]: int(words[2])},
    r"Give (\S+) failover\.": lambda _: {"failover": True},
    r"Give (\S+) 2 replicas and failover\.": lambda _: {"replicas": 2, "failover": True},
    r"Spread (\S+) over (\d) zones with (\d+) replicas( and failover)?\.": lambda words: {
        "zones": int(words[2]),
        "replicas": int(words[3]),
        **failover(words[4]),
    },
    r"Run (\S+) in 2 regions( with failover)?\.": lambda words: {"regions": 2, **failover(words[2])},
    r"Let (\S+) read at the leader: consistency leader, (\d+) replicas\.": lambda words: {
        "consistency": "leader",
        "replicas": int(words[2]),
    },
    r"Let a majority of (?=\d+ copies of (\S+) )(\d+) copies of \S+ answer: consistency quorum\.": majority,
    r"Give (\S+) a ttl_seconds of (\S+)\.": lambda words: {"ttl_seconds": float(words[2])},
    r"Set dedup on (\S+)\.": lambda _: {"dedup": True},
}


def beginnings(challenge: Challenge) -> list[Graph]:
    """Return the parts of the reference design in their smallest size, connected and not."""
    assert challenge.reference_design
    reference = challenge.reference_design.as_graph()
    bare = [{"id": part["id"], "type": part["type"]} for part in reference["nodes"]]
    return [{**reference, "nodes": bare}, {**reference, "nodes": bare, "edges": []}]


def follow(design: Graph, requirements: Graph, tests: list[Graph], criteria: Graph) -> int:
    """Follow suggestions until there is none or all visible tests pass, and check each; return how many there were."""
    count = 0
    design = Design.model_validate(design).as_graph()
    while change := engine.suggest(design, requirements, tests):
        count += 1
        before = engine.evaluate(design, requirements, tests, criteria)
        design = followed(design, change["change"])
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
