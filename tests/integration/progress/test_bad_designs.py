"""Designs that cannot be graded: each is refused with where it is wrong, and nothing is recorded."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import admit, attempts_path, count, footprint, pointers

Json = dict[str, Any]


def node(name: str, kind: str = "client", **more: Any) -> Json:
    """Make a node."""
    return {"id": name, "type": kind, **more}


def design(nodes: list[Any], edges: list[Any] | None = None, **more: Any) -> Json:
    """Make a submission."""
    return {"kind": "system_design", "design": {"schema": "sd-graph/1", "nodes": nodes, "edges": edges or [], **more}}


def edge(source: str, target: str) -> Json:
    """Make an edge."""
    return {"from": source, "to": target}


MANY = [node(f"n{number}", "app_server") for number in range(61)]
TANGLE = [edge(f"n{a}", f"n{b}") for a in range(21) for b in range(a + 1, 21)]
PAIR = [node("a"), node("b", "app_server")]

BAD: dict[str, tuple[Json, str]] = {
    "an unknown type": (design([node("a", "blockchain")]), "/body/design/nodes/0/type"),
    "a type in capitals": (design([node("a", "Client")]), "/body/design/nodes/0/type"),
    "61 nodes": (design(MANY), "/body/design/nodes"),
    "201 edges": (design(MANY[:60], TANGLE[:201]), "/body/design/edges"),
    "the same id twice": (design([node("a"), node("a", "cache")]), "/body/design/nodes"),
    "a dangling edge": (design(PAIR, [edge("a", "ghost")]), "/body/design/edges"),
    "an edge to itself": (design(PAIR, [edge("b", "b")]), "/body/design/edges/0"),
    "the same edge twice": (design(PAIR, [edge("a", "b"), edge("a", "b")]), "/body/design/edges"),
    "a cycle of two": (design(PAIR, [edge("a", "b"), edge("b", "a")]), "/body/design/edges"),
    "a cycle of sixty": (
        design(MANY[:60], [edge(f"n{number}", f"n{(number + 1) % 60}") for number in range(60)]),
        "/body/design/edges",
    ),
    "no units": (design([node("a", units=0)]), "/body/design/nodes/0/units"),
    "too many units": (design([node("a", units=1001)]), "/body/design/nodes/0/units"),
    "negative replicas": (design([node("a", replicas=-1)]), "/body/design/nodes/0/replicas"),
    "half a shard": (design([node("a", shards=1.5)]), "/body/design/nodes/0/shards"),
    "a whole number as a fraction": (design([node("a", units=1.0)]), "/body/design/nodes/0/units"),
    "a number as text": (design([node("a", units="1")]), "/body/design/nodes/0/units"),
    "a truth as a number": (design([node("a", units=True)]), "/body/design/nodes/0/units"),
    "a number as a truth": (design([node("a", failover=1)]), "/body/design/nodes/0/failover"),
    "a large number": (design([node("a", units=10**4000)]), "/body/design/nodes/0/units"),
    "an id with spaces": (design([node("a b")]), "/body/design/nodes/0/id"),
    "an id with a line end": (design([node("a\n")]), "/body/design/nodes/0/id"),
    "an id with a NUL": (design([node("a\u0000")]), "/body/design/nodes/0/id"),
    "an id that is too long": (design([node("a" * 41)]), "/body/design/nodes/0/id"),
    "an id that is empty": (design([node("")]), "/body/design/nodes/0/id"),
    "an id that is a number": (design([{"id": 7, "type": "client"}]), "/body/design/nodes/0/id"),
    "a node without a type": (design([{"id": "a"}]), "/body/design/nodes/0/type"),
    "an extra field of a node": (design([node("a", score=100)]), "/body/design/nodes/0/score"),
    "an edge without an end": (design(PAIR, [{"from": "a"}]), "/body/design/edges/0/to"),
    "nodes as a mapping": (design({}), "/body/design/nodes"),  # type: ignore[arg-type]
    "a node that is null": (design([None]), "/body/design/nodes/0"),
    "another schema": (
        {"kind": "system_design", "design": {"schema": "sd-graph/2", "nodes": []}},
        "/body/design/schema",
    ),
    "no schema": ({"kind": "system_design", "design": {"nodes": []}}, "/body/design/schema"),
    "no nodes": ({"kind": "system_design", "design": {"schema": "sd-graph/1"}}, "/body/design/nodes"),
    "a score of its own": ({**design(PAIR), "score": 100}, "/body/score"),
    "XP of its own": ({**design(PAIR), "xp_earned": 10**6}, "/body/xp_earned"),
    "minutes of its own": ({**design(PAIR), "time_spent_minutes": 1}, "/body/time_spent_minutes"),
    "another learner": ({**design(PAIR), "user_id": "x"}, "/body/user_id"),
    "a verdict in the design": (design(PAIR, passed=True), "/body/design/passed"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_design_is_pointed_at_and_nothing_is_recorded(
    api: Api, learner: Caller, superuser: psycopg.Connection, kind: str
) -> None:
    admit(api, learner, "url-shortener")
    before = footprint(superuser, learner.id)
    body, pointer = BAD[kind]
    response = api.post(attempts_path(), learner, json=body, headers={"idempotency-key": "kept?"})
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert all(row["message"] for row in response.json()["errors"])
    assert footprint(superuser, learner.id) == before


def test_a_component_that_the_level_does_not_offer_is_named(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    body = design([node("c"), node("n", "dns"), node("g", "api_gateway")], [edge("c", "n"), edge("c", "g")])
    for path in (attempts_path("static-website"), attempts_path("static-website").replace("attempts", "trials")):
        answer = api.post(path, learner, json=body)
        document = problem(answer, 422, "invalid")
        assert pointers(answer) == ["/body/design/nodes/2/type"]
        assert "'api_gateway' is not available on this level" in document["errors"][0]["message"]
        assert "object_store" in document["errors"][0]["message"]
    assert count(superuser, "progress.level_attempts", learner.id) == 0


def test_a_field_that_a_type_has_not_and_a_size_that_cannot_be_had_are_named(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    parts = [node("c"), node("files", "object_store", zones=3), node("edge", "cdn", failover=True, regions=2)]
    for path in (attempts_path("static-website"), attempts_path("static-website").replace("attempts", "trials")):
        answer = api.post(path, learner, json=design(parts))
        document = problem(answer, 422, "invalid")
        fields = ("1/zones", "2/failover", "2/regions")
        assert pointers(answer) == [f"/body/design/nodes/{field}" for field in fields]
        assert document["errors"][0]["message"] == (
            "'files' is of the type object_store, which has no zones: its provider runs it in all zones."
            " Leave zones out."
        )
    admit(api, learner, "url-shortener")
    answer = api.post(attempts_path(), learner, json=design([node("db", "database", units=33)]))
    assert pointers(answer) == ["/body/design/nodes/0/units"]
    assert "split its data into shards or add replicas" in answer.json()["errors"][0]["message"]
    assert count(superuser, "progress.level_attempts", learner.id) == 0


def test_at_most_twenty_faults_are_reported(api: Api, learner: Caller) -> None:
    response = api.post(attempts_path(), learner, json=design([node("A")] * 60))
    problem(response, 422, "invalid")
    assert pointers(response) == [f"/body/design/nodes/{number}/id" for number in range(20)]


def test_sixty_nodes_and_two_hundred_edges_are_graded(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    response = api.post(attempts_path(), learner, json=design(MANY[:60], TANGLE[:200]))
    assert (response.status_code, response.json()["passed"]) == (201, False)
