"""How a request becomes arguments: what is no JSON, what is another shape, and where each is pointed at."""

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.http.parameters import LevelNumber, Limit, Slug
from progressive_flow.kernel.http.problems import Problem


class Thing(BaseModel):
    """A body."""

    name: str = Field(max_length=5)
    size: float = 1.0


def function(
    slug: Slug, level: LevelNumber, thing: Thing, kind: Literal["a", "b"] | None = None, limit: Limit = 25
) -> Thing:
    """Stand for a handler."""
    return thing


BINDING = Binding(
    function, Route("function", "Stand.", method="POST", path="/v1/things/{slug}/{level}", domain="tests"), given=()
)


def event(body: str = '{"name": "x"}', **query: str) -> dict[str, Any]:
    """Return what API Gateway sends."""
    return {"pathParameters": {"slug": "abc", "level": "2"}, "queryStringParameters": query, "body": body}


def refused(sent: dict[str, Any]) -> Problem:
    """Return why a request is refused."""
    with pytest.raises(Problem) as refusal:
        BINDING.values(sent)
    return refusal.value


def test_each_parameter_comes_from_its_place() -> None:
    values = BINDING.values(event(kind="a", limit="7", unknown="x"))
    assert values == {"slug": "abc", "level": 2, "kind": "a", "limit": 7, "thing": Thing(name="x")}


def test_what_is_left_out_is_left_to_the_functions_default() -> None:
    assert set(BINDING.values(event())) == {"slug", "level", "thing"}


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (event(limit="0"), "/query/limit"),
        (event(limit="1,2"), "/query/limit"),
        (event(limit=""), "/query/limit"),
        (event(kind="c"), "/query/kind"),
        (event(kind="null"), "/query/kind"),
        ({**event(), "pathParameters": {"slug": "abc", "level": "9"}}, "/path/level"),
        ({**event(), "pathParameters": {"slug": "a/b", "level": "1"}}, "/path/slug"),
        (event(body='{"name": "too long"}'), "/body/name"),
        (event(body="{}"), "/body/name"),
        (event(body="[]"), "/body"),
        (event(body="null"), "/body"),
        (event(body="7"), "/body"),
    ],
)
def test_what_is_not_acceptable_is_pointed_at(sent: dict[str, Any], pointer: str) -> None:
    problem = refused(sent)
    assert (problem.status, problem.kind) == (422, "invalid")
    assert [row["pointer"] for row in problem.errors] == [pointer]


def test_all_errors_are_reported_at_once() -> None:
    problem = refused({**event(body="{}", limit="x"), "pathParameters": {"slug": "abc", "level": "9"}})
    assert {row["pointer"] for row in problem.errors} == {"/path/level", "/query/limit", "/body/name"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"name": NaN}',
        "[-Infinity]",
        "[" * 100_000,
        '{"name": "x"}y',
        "\ufeff{}",
        '{"name": "\\ud800"}',
        "{'name': 1}",
    ],
)
def test_what_is_no_json_is_malformed(text: str) -> None:
    problem = refused(event(body=text))
    assert (problem.status, problem.kind) == (400, "malformed")
    assert problem.errors[0]["pointer"] == "/body"


def test_nan_as_text_is_text() -> None:
    assert BINDING.values(event(body='{"name": "NaN"}'))["thing"] == Thing(name="NaN")


def test_a_key_with_a_slash_is_escaped_in_its_pointer() -> None:
    class Strict(BaseModel, extra="forbid"):
        """Nothing is allowed."""

    def handler(body: Strict) -> None:
        """Stand for a handler."""

    handler.__annotations__ = {"body": Strict, "return": None}
    binding = Binding(handler, Route("x", "X.", method="POST", path="/v1/x", domain="tests"), given=())
    with pytest.raises(Problem) as refusal:
        binding.values({"body": '{"a/b~c": 1}'})
    assert refusal.value.errors[0]["pointer"] == "/body/a~1b~0c"
