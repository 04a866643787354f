"""What a submitted design may look like, and what is said about one that may not."""

import json
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import progressive_flow
from progressive_flow.content.design import MAX_EDGES, MAX_NODES, Design, DesignEdge, NodeType, find_circle
from progressive_flow.evaluator import CATALOGUE

CLIENT = {"id": "c", "type": "client"}
APP = {"id": "app", "type": "app_server"}
DB = {"id": "db", "type": "database"}


def design(nodes: list[Any] | None = None, edges: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "schema": "sd-graph/1",
        "nodes": [CLIENT, APP, DB] if nodes is None else nodes,
        "edges": edges or [],
        **more,
    }


def edge(a: str, b: str) -> dict[str, str]:
    return {"from": a, "to": b}


def error_of(value: object) -> dict[str, Any]:
    """The only error; both ways in must agree on it."""
    with pytest.raises(ValidationError) as caught:
        Design.model_validate(value)
    with pytest.raises(ValidationError) as caught_json:
        Design.model_validate_json(json.dumps(value))
    found, found_json = caught.value.errors(), caught_json.value.errors()
    assert [each["loc"] for each in found] == [each["loc"] for each in found_json]
    assert len(found) == 1
    return dict(found[0])


def test_types_are_those_of_the_catalogue() -> None:
    assert set(get_args(NodeType)) == set(CATALOGUE)


DEFAULTS: dict[str, Any] = {
    "units": 1,
    "replicas": 1,
    "shards": 1,
    "zones": 1,
    "failover": False,
    "regions": 1,
    "consistency": "eventual",
    "dedup": False,
}


def test_a_full_design_survives_unchanged() -> None:
    sizes = {"units": 1000, "replicas": 20, "shards": 256, "zones": 6, "regions": 5}
    rules = {"failover": True, "consistency": "quorum", "read_quorum": 40, "write_quorum": 61, "dedup": True}
    node = {"id": "db", "type": "nosql", **sizes, **rules, "ttl_seconds": 0.5}
    value = design([{**CLIENT, **DEFAULTS}, node], [edge("c", "db")])
    assert Design.model_validate(value).as_graph() == value
    assert Design.model_validate_json(json.dumps(value)).as_graph() == value


def test_sizes_and_rules_have_defaults() -> None:
    node = Design.model_validate(design([CLIENT])).as_graph()["nodes"][0]
    assert node == {"id": "c", "type": "client", **DEFAULTS}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("regions", 0),
        ("regions", 6),
        ("consistency", "hopeful"),
        ("read_quorum", 0),
        ("write_quorum", 101),
        ("ttl_seconds", 0),
        ("ttl_seconds", -1),
        ("ttl_seconds", 31_536_001),
        ("dedup", 1),
    ],
)
def test_rules_have_bounds(field: str, value: object) -> None:
    assert error_of(design([{**CLIENT, field: value}]))["loc"] == ("nodes", 0, field)


def test_a_life_time_may_be_a_whole_number() -> None:
    node = Design.model_validate(design([{**CLIENT, "ttl_seconds": 60}])).as_graph()["nodes"][0]
    assert node["ttl_seconds"] == 60


def test_what_is_stored_validates_again() -> None:
    graph = Design.model_validate(design(edges=[edge("c", "app"), edge("app", "db")])).as_graph()
    assert Design.model_validate(graph).as_graph() == graph
    assert json.loads(json.dumps(graph)) == graph


def test_nothing_drawn_is_valid() -> None:
    assert Design.model_validate({"schema": "sd-graph/1", "nodes": []}).as_graph()["edges"] == []


@pytest.mark.parametrize("missing", ["schema", "nodes"])
def test_schema_and_nodes_are_required(missing: str) -> None:
    value = design()
    del value[missing]
    assert error_of(value)["loc"] == (missing,)


@pytest.mark.parametrize("value", ["sd-graph/2", "", 1, None])
def test_other_schemas_are_refused(value: object) -> None:
    assert error_of(design(schema=value))["loc"] == ("schema",)


@pytest.mark.parametrize("kind", ["blockchain", "Client", "", None, 7])
def test_unknown_types_are_refused_with_the_list(kind: object) -> None:
    found = error_of(design([{"id": "x", "type": kind}]))
    assert found["loc"] == ("nodes", 0, "type")
    assert "'object_store'" in found["msg"]


@pytest.mark.parametrize("name", ["", "A", "a b", "a" * 41, "ä", "a\n", "a.b", "a/b", None, 3])
def test_odd_names_are_refused(name: object) -> None:
    assert error_of(design([{"id": name, "type": "client"}]))["loc"] == ("nodes", 0, "id")


@pytest.mark.parametrize("name", ["a", "0", "_", "-", "web-1_b", "a" * 40])
def test_plain_names_are_accepted(name: str) -> None:
    assert Design.model_validate(design([{"id": name, "type": "client"}])).nodes[0].id == name


@pytest.mark.parametrize(("size", "most"), [("units", 1000), ("replicas", 20), ("shards", 256), ("zones", 6)])
def test_sizes_have_limits(size: str, most: int) -> None:
    for good in (1, most):
        assert Design.model_validate(design([{**DB, size: good}])).as_graph()["nodes"][0][size] == good
    for bad in (0, -1, most + 1, 10**30):
        assert error_of(design([{**DB, size: bad}]))["loc"] == ("nodes", 0, size)


@pytest.mark.parametrize("value", [1.0, 1.5, "1", True, None, float("nan"), float("inf"), [1], {}])
@pytest.mark.parametrize("size", ["units", "replicas", "shards", "zones"])
def test_sizes_are_whole_numbers(size: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Design.model_validate(design([{**DB, size: value}]))
    assert [each["loc"] for each in caught.value.errors()] == [("nodes", 0, size)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "1e3", "9" * 400])
def test_odd_numbers_in_json_are_refused(number: str) -> None:
    text = json.dumps(design([{**DB, "units": "?"}])).replace('"?"', number)
    with pytest.raises(ValidationError):
        Design.model_validate_json(text)


@pytest.mark.parametrize("value", [1, 0, "true", None])
def test_failover_is_yes_or_no(value: object) -> None:
    assert error_of(design([{**DB, "failover": value}]))["loc"] == ("nodes", 0, "failover")


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (design(notes="x"), ("notes",)),
        (design([{**DB, "price": 0}]), ("nodes", 0, "price")),
        (design(edges=[{**edge("c", "app"), "label": "x"}]), ("edges", 0, "label")),
    ],
)
def test_extra_fields_are_refused(value: object, place: tuple[str | int, ...]) -> None:
    assert error_of(value)["loc"] == place


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


def test_circles_are_shown() -> None:
    found = error_of(design(edges=[edge("c", "app"), edge("app", "db"), edge("db", "app")]))
    assert found["type"] == "cycle"
    assert found["msg"] in {
        "Requests would go in a circle: app -> db -> app. Remove one of these edges.",
        "Requests would go in a circle: db -> app -> db. Remove one of these edges.",
    }


def test_wrong_nodes_are_not_reported_again_as_edges() -> None:
    assert error_of(design([CLIENT, {**APP, "units": 0}], [edge("c", "app")]))["loc"] == ("nodes", 1, "units")


def chain(count: int) -> list[dict[str, str]]:
    return [{"id": f"n{at}", "type": "app_server"} for at in range(count)]


def test_the_number_of_nodes_is_limited() -> None:
    assert len(Design.model_validate(design(chain(MAX_NODES))).nodes) == MAX_NODES
    assert error_of(design(chain(MAX_NODES + 1)))["loc"] == ("nodes",)


def test_the_number_of_edges_is_limited() -> None:
    pairs = [edge(f"n{a}", f"n{b}") for b in range(30) for a in range(b)]
    assert len(Design.model_validate(design(chain(30), pairs[:MAX_EDGES])).edges) == MAX_EDGES
    assert error_of(design(chain(30), pairs[: MAX_EDGES + 1]))["loc"] == ("edges",)


@pytest.mark.parametrize("value", [None, [], "x", 5, {"nodes": []}])
def test_other_things_are_not_designs(value: object) -> None:
    with pytest.raises(ValidationError):
        Design.model_validate(value)


def test_designs_cannot_be_changed() -> None:
    found = Design.model_validate(design())
    with pytest.raises(ValidationError):
        found.nodes = []


@settings(deadline=None, max_examples=200)
@given(st.integers(2, 20), st.integers(0, 10**9), st.integers(1, 60))
def test_a_circle_is_found_exactly_when_there_is_one(count: int, seed: int, most: int) -> None:
    pick = random.Random(seed)  # noqa: S311
    names = [f"n{at}" for at in range(count)]
    pairs = {tuple(pick.sample(names, 2)) for _ in range(most)}
    edges = [DesignEdge.model_validate(edge(a, b)) for a, b in pairs]
    circle = find_circle({name: [] for name in names}, edges)
    reach = {name: {b for a, b in pairs if a == name} for name in names}
    for middle in names:  # Warshall's closure as the slow definition
        for name in names:
            if middle in reach[name]:
                reach[name] |= reach[middle]
    assert bool(circle) is any(name in reach[name] for name in names)
    assert all((a, b) in pairs for a, b in pairwise(circle))
    assert not circle or circle[0] == circle[-1]


def test_importing_brings_no_files_and_no_yaml() -> None:
    path = ":".join([str(Path(progressive_flow.__file__).parent.parent), *sys.path])
    heavy = "('yaml', 'progressive_flow.content.files')"
    script = f"import sys, progressive_flow.content.design; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
