"""The schemas of the OpenAPI document, as people read them and as generators of clients take them."""

import builtins
import json
import re
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from progressive_flow.gamification.achievements.criteria import METRICS
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.openapi import defaults, document

Schema = dict[str, Any]
WITH_BODY = [endpoint for endpoint in registry.endpoints() if endpoint.binding.body]
READ_FIRST = ["Me", "ChallengeDetail", "LevelDetail", "AttemptDetail", "GradedAttempt", "Leaderboard"]


def schemas() -> dict[str, Schema]:
    """Return the document's schemas by name."""
    found: dict[str, Schema] = document.document()["components"]["schemas"]
    return found


def members(schema: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    """Return each property of a schema, and of the schemas that are written out in it, with where it is."""
    for name, member in schema.get("properties", {}).items():
        yield f"{path}.{name}", member
        for inner in (member, member.get("items", {})):
            yield from members(inner, f"{path}.{name}")


def all_members() -> Iterator[tuple[str, Schema]]:
    """Return every property of the document."""
    for name, schema in schemas().items():
        yield from members(schema, name)


def referred(part: Any) -> Iterator[str]:
    """Return the names of the schemas that a part of the document refers to."""
    match part:
        case {"$ref": str(reference), **others}:
            yield reference.rpartition("/")[2]
            yield from referred(others)
        case dict():
            for inner in part.values():
                yield from referred(inner)
        case list():
            for inner in part:
                yield from referred(inner)
        case _:
            pass


def reached(names: set[str]) -> set[str]:
    """Return the names of schemas with those that they refer to."""
    more = {other for name in names for other in referred(schemas()[name])} - names
    return reached(names | more) if more else names


def test_every_member_has_a_description() -> None:
    described = dict(all_members())
    assert len(described) > 800
    assert [path for path, member in described.items() if not member.get("description")] == []


def test_a_description_is_a_sentence() -> None:
    assert [path for path, member in all_members() if member["description"].strip()[-1] not in ".`"] == []


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=lambda endpoint: endpoint.route.name)
def test_a_body_has_an_example_that_is_accepted(endpoint: Endpoint) -> None:
    path = document.document()["paths"][endpoint.route.path][endpoint.route.method.lower()]
    (name,) = referred(path["requestBody"])
    examples = schemas()[name]["examples"]
    assert examples
    assert endpoint.binding.body
    for example in examples:
        model = endpoint.binding.body[1].model_validate_json(json.dumps(example), strict=True)
        assert model.model_fields_set


@pytest.mark.parametrize("name", READ_FIRST)
def test_what_clients_read_first_has_an_example(name: str) -> None:
    (example,) = schemas()[name]["examples"]
    assert set(example) == set(schemas()[name]["properties"])


def test_each_example_conforms_to_its_schema() -> None:
    checked = [(name, example) for name, schema in schemas().items() for example in schema.get("examples", [])]
    assert len(checked) > 20
    for name, example in checked:
        whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas()}}
        Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example)


def test_no_member_has_a_default() -> None:
    """A generated client requires a member with a default, or sends it where its caller did not."""
    assert [path for path, member in all_members() if "default" in member] == []


def test_a_member_that_may_be_left_out_says_what_then_holds() -> None:
    node = schemas()["DesignNodeInput"]
    assert node["required"] == ["id", "type"]
    assert node["properties"]["units"]["description"] == "Size of one instance. `1` if left out."


def test_a_member_of_an_answer_is_always_there() -> None:
    operations = [operation for methods in document.document()["paths"].values() for operation in methods.values()]
    answers = [
        response.get("content", {}).get("application/json", {})
        for operation in operations
        for status, response in operation["responses"].items()
        if status < "300"
    ]
    names = reached(set(referred(answers)))
    assert len(names) > 100
    incomplete = {
        name: sorted(set(schemas()[name]["properties"]) - set(schemas()[name].get("required", [])))
        for name in names
        if "properties" in schemas()[name]
    }
    assert {name: absent for name, absent in incomplete.items() if absent} == {}


def test_a_default_in_words_is_written_as_json() -> None:
    flags: Schema = {
        "properties": {"on": {"description": "Whether.", "default": True}, "text": {"description": "What."}}
    }
    answer: Schema = {"properties": {"on": {"description": "Whether.", "default": True}}, "required": ["on"]}
    defaults.put_into_words({"Flags": flags, "Answer": answer})
    assert flags["properties"]["on"] == {"description": "Whether. `true` if left out."}
    assert flags["properties"]["text"] == {"description": "What."}
    assert answer["properties"]["on"] == {"description": "Whether."}


def test_each_operation_says_more_than_its_summary() -> None:
    for path, methods in document.document()["paths"].items():
        for method, operation in methods.items():
            assert operation["description"].endswith("."), f"{method} {path}"
            assert operation["summary"] not in operation["description"]


def test_it_says_who_made_it_and_under_which_licence() -> None:
    info = document.document()["info"]
    assert info["contact"]["name"]
    assert info["license"] == {"name": "MIT", "identifier": "MIT"}


def test_a_schema_has_a_name_of_its_own_that_a_class_can_have() -> None:
    """A generator names classes by titles, and leaves out the second one of a name."""
    for name, schema in schemas().items():
        assert (name.isidentifier(), schema["title"]) == (True, name)
    assert set(referred(document.document())) <= schemas().keys()


def test_the_metrics_of_criteria_are_a_choice() -> None:
    assert schemas()["Condition"]["properties"]["metric"]["enum"] == [*METRICS]


def test_a_schemas_name_is_the_name_of_a_class_that_clients_can_have() -> None:
    taken = {*dir(builtins), *typing.__all__}
    assert [name for name in schemas() if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name) or name in taken] == []
