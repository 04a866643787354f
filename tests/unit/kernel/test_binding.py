"""How a request becomes arguments: what is no JSON, what is another shape, and where each is pointed at."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field

from progressive_flow.gamification.daily.models import DayFilter
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.http.parameters import LevelNumber, Limit, Slug
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.tasks.models import TaskId
from progressive_flow.social.notifications.models import UnreadFilter


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
    values = BINDING.values(event(kind="a", limit="7"))
    assert values == {"slug": "abc", "level": 2, "kind": "a", "limit": 7, "thing": Thing(name="x")}


def test_what_is_left_out_is_left_to_the_functions_default() -> None:
    assert set(BINDING.values(event())) == {"slug", "level", "thing"}


@pytest.mark.parametrize(
    ("sent", "pointer"),
    [
        (event(unknown="x"), "/query/unknown"),
        (event(slug="x"), "/query/slug"),
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


class Flags(BaseModel):
    """A body of each JSON type."""

    active: bool = True
    count: int = 0
    share: float = 0.5
    day: date | None = None
    owner: UUID | None = None


def loose(
    flags: Flags,
    level: LevelNumber,
    day: DayFilter | None = None,
    unread: UnreadFilter | None = None,
    limit: Limit = 25,
) -> None:
    """Stand for a handler."""


def find(task_id: TaskId) -> None:
    """Stand for a handler with an id in its path."""


LOOSE = Binding(loose, Route("loose", "Stand.", method="POST", path="/v1/{level}", domain="tests"), given=())
FIND = Binding(find, Route("find", "Stand.", method="GET", path="/v1/{task_id}", domain="tests"), given=())
ID = "0198c2b4-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("query", "body", "pointer"),
    [
        ({"day": "0"}, "{}", "/query/day"),
        ({"day": "2026-05-06T00:00:00"}, "{}", "/query/day"),
        ({"unread": "1"}, "{}", "/query/unread"),
        ({"unread": "yes"}, "{}", "/query/unread"),
        ({"limit": "1_0"}, "{}", "/query/limit"),
        ({"limit": " 7"}, "{}", "/query/limit"),
        ({"limit": "7.0"}, "{}", "/query/limit"),
        ({"limit": "+7"}, "{}", "/query/limit"),
        ({}, '{"active": 0}', "/body/active"),
        ({}, '{"active": "true"}', "/body/active"),
        ({}, '{"count": "1"}', "/body/count"),
        ({}, '{"count": true}', "/body/count"),
        ({}, '{"share": "0.5"}', "/body/share"),
        ({}, '{"day": 0}', "/body/day"),
    ],
)
def test_a_value_of_another_type_is_not_converted(query: dict[str, str], body: str, pointer: str) -> None:
    with pytest.raises(Problem) as refusal:
        LOOSE.values({"pathParameters": {"level": "2"}, "queryStringParameters": query, "body": body})
    assert [row["pointer"] for row in refusal.value.errors] == [pointer]


@pytest.mark.parametrize("text", [ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}"])
def test_an_id_has_one_form(text: str) -> None:
    with pytest.raises(Problem) as refusal:
        FIND.values({"pathParameters": {"task_id": text}})
    assert [row["pointer"] for row in refusal.value.errors] == ["/path/task_id"]
    assert FIND.values({"pathParameters": {"task_id": ID.upper()}}) == {"task_id": UUID(ID)}


def test_each_type_is_read_in_the_form_that_the_document_describes() -> None:
    body = f'{{"active": false, "count": 3, "share": 1, "day": "2026-05-06", "owner": "{ID}"}}'
    query = {"day": "2026-05-06", "unread": "false", "limit": "7"}
    values = LOOSE.values({"pathParameters": {"level": "2"}, "queryStringParameters": query, "body": body})
    day = date(2026, 5, 6)
    flags = Flags(active=False, count=3, share=1.0, day=day, owner=UUID(ID))
    assert values == {"level": 2, "day": day, "unread": False, "limit": 7, "flags": flags}


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
