"""What a submitted design may look like, and what is said about one that may not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

import progressive_flow
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.design_graph import MAX_NODES, NodeType
from progressive_flow.grading.system_design.engine import CATALOGUE
from tests.unit.curriculum.authoring.submitted import APP, CLIENT, DB, chain, design, edge, error_of


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
    assert [error["loc"] for error in caught.value.errors()] == [("nodes", 0, size)]


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
        (design(edges=[{**edge("c", "app"), "colour": "x"}]), ("edges", 0, "colour")),
    ],
)
def test_extra_fields_are_refused(value: object, place: tuple[str | int, ...]) -> None:
    assert error_of(value)["loc"] == place


def test_how_it_is_drawn_is_kept_and_not_graded() -> None:
    drawn = {"position": {"x": 1.5, "y": -2}, "label": "Users", "note": "Who asks."}
    value = Design.model_validate(design([{**CLIENT, **drawn}, APP], [{**edge("c", "app"), "label": "asks"}]))
    assert value.as_graph() == Design.model_validate(design([CLIENT, APP], [edge("c", "app")])).as_graph()
    assert value.whole()["nodes"][0] == {**value.as_graph()["nodes"][0], **drawn}
    assert value.whole()["edges"] == [{"from": "c", "to": "app", "label": "asks"}]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position", {"x": 1}),
        ("position", {"x": 1e9, "y": 0}),
        ("position", {"x": float("nan"), "y": 0}),
        ("label", "x" * 81),
        ("note", "x" * 1001),
    ],
)
def test_how_it_is_drawn_has_bounds(field: str, value: object) -> None:
    assert error_of(design([{**CLIENT, field: value}]))["loc"][:3] == ("nodes", 0, field)


def test_the_number_of_nodes_is_limited() -> None:
    assert len(Design.model_validate(design(chain(MAX_NODES))).nodes) == MAX_NODES
    assert error_of(design(chain(MAX_NODES + 1)))["loc"] == ("nodes",)


@pytest.mark.parametrize("value", [None, [], "x", 5, {"nodes": []}])
def test_other_things_are_not_designs(value: object) -> None:
    with pytest.raises(ValidationError):
        Design.model_validate(value)


def test_designs_cannot_be_changed() -> None:
    found = Design.model_validate(design())
    with pytest.raises(ValidationError):
        found.nodes = []


def test_importing_brings_no_files_and_no_yaml() -> None:
    path = ":".join([str(Path(progressive_flow.__file__).parent.parent), *sys.path])
    heavy = "('yaml', 'progressive_flow.curriculum.authoring.files')"
    script = (
        f"import sys, progressive_flow.grading.system_design.design; print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
