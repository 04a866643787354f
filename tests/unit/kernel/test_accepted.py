"""202: what a handler answers for work that a task does later."""

import json
from typing import Any

import pytest
from pydantic import BaseModel

from progressive_flow.kernel.http.endpoint import Access, post
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.openapi import writer


class Done(BaseModel):
    """The usual answer."""

    score: int


class Waiting(BaseModel):
    """The answer meanwhile."""

    state: str


def handler(later: bool) -> Done | Accepted[Waiting]:
    """Answer at once or later."""
    return Accepted("/v1/tasks/7", Waiting(state="queued"), 2) if later else Done(score=5)


handler.__module__ = "functions.progress.grade"
declare = post("/v1/made-up/{later}", access=Access.PUBLIC, capabilities=(), limit=None, accepts=True)
grade = declare(handler)


def answer(later: str) -> dict[str, Any]:
    """Call the endpoint."""
    context = {"requestId": "r", "http": {"method": "POST"}}
    return grade({"requestContext": context, "headers": {}, "pathParameters": {"later": later}}, None)


def test_work_for_later_is_answered_with_202_and_where_to_read() -> None:
    accepted = answer("true")
    assert (accepted["statusCode"], json.loads(accepted["body"])) == (202, {"state": "queued"})
    assert (accepted["headers"]["Location"], accepted["headers"]["Retry-After"]) == ("/v1/tasks/7", "2")


def test_work_done_at_once_has_the_usual_status() -> None:
    usual = answer("false")
    assert (usual["statusCode"], json.loads(usual["body"])) == (201, {"score": 5})
    assert "Retry-After" not in usual["headers"]


def test_the_document_describes_both() -> None:
    components: dict[str, Any] = {}
    response = writer._accepted(grade, components)
    assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Waiting"}
    assert response["headers"].keys() == {"Location", "Retry-After"}
    assert components["Waiting"]["properties"].keys() == {"state"}


def test_a_declaration_that_contradicts_its_types_is_refused() -> None:
    def silent() -> Done:
        return Done(score=5)

    silent.__module__ = "functions.progress.silent"
    with pytest.raises(TypeError, match="accepts"):
        declare(silent)
