"""What tests ask for, in words: of each form of test that the content has, and of those that organizations may write."""

import re
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.grading.code.level_models import ShownCheck
from progressive_flow.grading.contracts import POINTS_ONLY
from progressive_flow.grading.system_design.engine.kinds import KINDS
from progressive_flow.grading.system_design.goals import GOALS, goal, with_goals
from progressive_flow.grading.system_design.level_models import Requirements, ShownTest
from tests.support.content import content

WORKLOAD: dict[str, Any] = {
    "items": 500_000_000,
    "item_bytes": 500,
    "zipf": 0.9,
    "connections": 400_000,
    "operations": [
        {"id": "follow", "kind": "read", "rps": 4000, "store": ["nosql", "database"]},
        {"id": "my_loans", "kind": "read", "rps": 20, "store": ["database"], "items": 1_000_000},
    ],
}
REQUIREMENTS = Requirements.model_validate(
    {"catalogue_version": 2, "load": 1.0, "allowed_types": ["client"], "workload": WORKLOAD}
)
LEVELS = [(challenge.slug, level) for challenge in content().challenges for level in challenge.levels]


def words(**test: Any) -> str:
    """Return the words of a test of the level above."""
    return goal(ShownTest.model_validate({"id": "one", **test}), REQUIREMENTS)


@pytest.mark.parametrize(
    ("test", "text"),
    [
        ({"kind": "p99", "op": "follow", "target": 20}, "p99 of follow at most 20 ms at 4,000/s"),
        (
            {"kind": "p50", "target": 2.5, "load": 1.5},
            "p50 of all requests at most 2.5 ms at 6,030/s in all (1.5 times the load)",
        ),
        (
            {"kind": "path", "op": "follow", "via": [["load_balancer", "api_gateway"], "cdn"], "target": 1},
            "All follow requests reach a NoSQL store or a database by way of a load balancer or an API gateway, then a CDN",
        ),
        (
            {
                "kind": "ways",
                "ways": [{"op": "follow", "via": ["app_server"]}, {"op": "my_loans", "via": []}],
                "target": 1,
            },
            (
                "All follow requests reach a NoSQL store or a database by way of an app server; "
                "All my loans requests reach a database"
            ),
        ),
        ({"kind": "no_orphans", "target": 0}, "Every component carries traffic"),
        ({"kind": "no_orphans", "target": 2}, "At most 2 components without traffic"),
        (
            {"kind": "edge_forbidden", "from": "client", "to": ["database", "search_index", "queue"], "target": 0},
            "Nothing connects a client directly to a database, a search index or a queue",
        ),
        (
            {"kind": "isolated", "op": "follow", "other": "my_loans", "type": "database", "target": 0},
            "The operations follow and my loans share no database",
        ),
        (
            {"kind": "isolated", "op": "follow", "other": "my_loans", "target": 1},
            "The operations follow and my loans share at most one component",
        ),
        (
            {"kind": "instances", "type": "app_server", "target": 3},
            "At least 3 instances of an app server carry traffic",
        ),
        (
            {"kind": "instances", "op": "follow", "type": "nosql", "target": 1},
            "At least one instance of a NoSQL store carries follow requests",
        ),
        ({"kind": "largest", "type": "app_server", "target": 8}, "No app server has more than 8 units"),
        ({"kind": "shards", "type": "cache", "target": 8}, "The caches have at least 8 shards in all"),
        ({"kind": "served", "op": "follow", "target": 1}, "All follow requests are served at 4,000/s"),
        (
            {"kind": "served", "target": 0.985, "fault": {"lose": "instance"}},
            "At least 98.5 % of all requests are served at 4,020/s in all while any one instance is lost",
        ),
        (
            {"kind": "burst", "op": "follow", "load": 5, "target": 1},
            "All follow requests are accepted at 20,000/s (5 times the load)",
        ),
        (
            {"kind": "max_rho", "type": "database", "target": 0.7, "fault": {"lose": "flush", "type": "cache"}},
            "No database is more than 70 % busy at 4,020/s in all after all caches were emptied",
        ),
        (
            {"kind": "hot_key", "target": 0.5},
            "The hottest item keeps no store more than 50 % busy at 4,020/s in all",
        ),
        ({"kind": "storage", "op": "follow", "target": 1}, "There is capacity for the data of follow (250 GB)"),
        (
            {"kind": "storage", "op": "my_loans", "target": 1.5},
            "There is capacity for 1.5 times the data of my loans (0.5 GB)",
        ),
        (
            {"kind": "storage", "type": "search_index", "target": 1},
            "Search indexes have capacity for the data of all requests (250 GB)",
        ),
        (
            {"kind": "connections", "target": 1, "fault": {"lose": "zone"}},
            "There is capacity for 400,000 open connections while a zone is lost",
        ),
        ({"kind": "connections", "target": 1.3}, "There is capacity for 1.3 times the 400,000 open connections"),
        ({"kind": "growth", "target": 2}, "There is capacity for 2 times this load and data"),
        (
            {"kind": "hit", "op": "follow", "target": 0.875},
            "At least 87.5 % of follow requests are answered by a cache at 4,000/s",
        ),
        ({"kind": "delay", "op": "follow", "target": 2}, "99 % of follow requests are done within 2 s at 4,000/s"),
        (
            {"kind": "drain", "op": "follow", "target": 5400, "outage_seconds": 3600},
            "A backlog of follow requests at 4,000/s is done within 90 min after an outage of 1 h",
        ),
        (
            {"kind": "fanout", "op": "follow", "recipients": 400_000, "target": 2.5},
            "A message of follow has reached 400,000 recipients within 2.5 s at 4,000/s",
        ),
        (
            {"kind": "batch", "op": "follow", "count": 1_000_000, "target": 400, "load": 1.1},
            "1,000,000 follow requests are done within 400 s beside 1.1 times the load",
        ),
        (
            {"kind": "staleness", "op": "follow", "target": 86_400},
            "99 % of follow requests at 4,000/s see data that is at most 1 day old",
        ),
        ({"kind": "fresh", "op": "follow", "target": 1}, "All follow requests see every write before them"),
        ({"kind": "exactly_once", "op": "follow", "target": 1}, "All follow requests take effect exactly once"),
        (
            {"kind": "durability", "op": "follow", "target": 6},
            "At most one item of follow in 1 million is lost in a year",
        ),
        (
            {"kind": "loss_window", "op": "follow", "target": 0},
            "No acknowledged follow requests are lost if a leader fails",
        ),
        (
            {"kind": "loss_window", "op": "follow", "target": 5, "fault": {"lose": "region"}},
            "At most 5 s of acknowledged follow requests are lost if a region fails",
        ),
        (
            {
                "kind": "survives",
                "op": "follow",
                "target": 1,
                "fault": {"lose": "instance", "type": "coordination", "count": 2},
            },
            "All follow requests are accepted at 4,000/s while any 2 instances of a coordination service are lost",
        ),
        (
            {"kind": "survives", "target": 1, "fault": {"lose": "service", "type": "external"}},
            "All requests are accepted at 4,020/s in all while every external service is lost",
        ),
        (
            {"kind": "availability", "op": "follow", "target": 0.9995},
            "At least 99.95 % of follow requests are accepted over the years: down at most 21.9 min a month",
        ),
        (
            {"kind": "slo", "op": "follow", "within_ms": 120, "target": 0.995},
            "At least 99.5 % of follow requests at 4,000/s are answered within 120 ms, outages included",
        ),
        ({"kind": "cost", "target": 7600}, "The design costs at most $7,600 a month"),
        ({"kind": "utilization", "target": 0.2}, "At least 20 % of what the parts cost does work"),
        ({"visibility": "points"}, POINTS_ONLY),
        ({"kind": "of-tomorrow"}, "What it asks for is not known to this grader"),
    ],
)
def test_a_test_in_words(test: dict[str, Any], text: str) -> None:
    assert words(**test) == text


def test_each_kind_of_test_has_words_and_no_other() -> None:
    assert GOALS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_test_without_a_target_asks_for_what_its_kind_does(kind: str) -> None:
    fields: dict[str, Any] = {"kind": kind, "op": "follow", "other": "my_loans", "type": "cache"}
    fields |= {"from": "client", "to": "cache", "ways": [{"op": "follow", "via": ["cache"]}]}
    assert words(**fields) == words(**fields, target=KINDS[kind].target)


@pytest.mark.parametrize(("slug", "level"), LEVELS, ids=[f"{slug}-{level.level}" for slug, level in LEVELS])
def test_each_test_of_a_level_has_words_that_people_read(slug: str, level: Any) -> None:
    document = plain(level)
    requirements = Requirements.model_validate(document["requirements"])
    tests = with_goals([ShownTest.model_validate(case) for case in document["test_cases"]], requirements)
    for test in tests:
        assert re.fullmatch(r"[A-Za-z0-9 ,.;:$%()/\-]{12,700}", test.goal), (slug, test.goal)
        assert not {"None", "null", "true", "false", "nan", "inf"} & set(re.findall(r"\w+", test.goal)), test.goal
        assert "  " not in test.goal
    said = [
        test.goal for test in tests if test.kind != "ways"
    ]  # what level 1 asked for may be asked for by a test as well
    assert len(said) == len(set(said)), "two tests of a level ask for the same in words"


def test_all_challenges_have_all_levels() -> None:
    assert len(LEVELS) == 61 * 5


def test_a_threshold_is_never_rounded() -> None:
    assert "1,234.5 ms" in words(kind="p99", op="follow", target=1234.5)
    assert "99.9985 %" in words(kind="served", op="follow", target=0.999985)
    assert "$1,234,567.5 " in words(kind="cost", target=1234567.5)


def test_a_check_of_code_asks_for_its_title() -> None:
    assert ShownCheck(id="one", title="A click adds one").model_dump()["goal"] == "A click adds one"
    assert ShownCheck(id="one", visibility="points").goal == POINTS_ONLY
