"""Every refusal is one RFC 9457 document, whatever was raised."""

import json
import re
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.database.connections import ConnectionLostError, NoConnectionError
from progressive_flow.kernel.http import problems, responses
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.openapi import writer
from progressive_flow.kernel.openapi.kinds import problem_kinds
from progressive_flow.operations.migrations.files import sql_root


def document(error: Exception) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the answer to an error and its document."""
    answer = responses.from_exception(error, "the-request")
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    return answer, json.loads(answer["body"])


@pytest.mark.parametrize(
    ("problem", "status", "kind", "title"),
    [
        (problems.not_found("challenge x"), 404, "not-found", "Not Found"),
        (problems.unauthorized("Sign in."), 401, "unauthorized", "Unauthorized"),
        (problems.forbidden("locked", "Locked."), 403, "locked", "Forbidden"),
        (problems.conflict("taken", "Taken."), 409, "taken", "Conflict"),
        (problems.unavailable("Later."), 503, "unavailable", "Service Unavailable"),
        (problems.invalid("/body/x", "No."), 422, "invalid", "Unprocessable Entity"),
        (problems.unexpected(), 500, "unexpected", "Internal Server Error"),
    ],
)
def test_a_document_has_its_members(problem: Problem, status: int, kind: str, title: str) -> None:
    answer, found = document(problem)
    assert answer["statusCode"] == found["status"] == status
    assert found["type"] == f"urn:progressive-flow:problem:{kind}"
    assert found["title"] == title
    assert found["detail"] == problem.detail
    assert found["instance"] == "urn:progressive-flow:request:the-request"
    assert ("errors" in found) is (kind == "invalid")


def test_headers_and_further_members_are_passed_on() -> None:
    problem = Problem(429, "slow", "Slow down.", headers={"retry-after": "3"}, extra={"missing": [{"slug": "a"}]})
    answer, found = document(problem)
    assert answer["headers"]["retry-after"] == "3"
    assert answer["headers"]["Cache-Control"] == "no-store"
    assert found["missing"] == [{"slug": "a"}]


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (NoConnectionError(), 503, "not reachable"),
        (ConnectionLostError(retryable=True), 503, "nothing was changed"),
        (ConnectionLostError(retryable=False, committing=True), 503, "unknown whether this was done"),
        (psycopg.errors.QueryCanceled(), 503, "too busy"),
        (psycopg.errors.LockNotAvailable(), 503, "too busy"),
        (psycopg.errors.DeadlockDetected(), 503, "too busy"),
        (psycopg.errors.SerializationFailure(), 503, "too busy"),
        (psycopg.errors.UntranslatableCharacter(), 422, "NUL character"),
        (psycopg.DataError("NUL"), 422, "NUL character"),
    ],
)
def test_what_the_database_raises(error: Exception, status: int, said: str) -> None:
    answer, found = document(error)
    assert answer["statusCode"] == status
    assert said in found["detail"]
    assert ("retry-after" in answer["headers"]) is (status == 503)


def refused(superuser: psycopg.Connection, options: str) -> psycopg.Error:
    """Return what the database raises with these options."""
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute(f"do $$ begin raise exception using {options}; end $$".encode())
    return refusal.value


def test_a_rule_in_the_database_says_status_kind_detail_and_more(superuser: psycopg.Connection) -> None:
    error = refused(
        superuser,
        "errcode = 'PF409', constraint = 'no-seat', message = 'All seats are taken.', detail = '{\"seats\": 12}'",
    )
    answer, found = document(error)
    assert answer["statusCode"] == found["status"] == 409
    assert found["type"] == "urn:progressive-flow:problem:no-seat"
    assert (found["detail"], found["seats"]) == ("All seats are taken.", 12)


@pytest.mark.parametrize("options", ["message = 'internals'", "errcode = 'PF500', message = 'internals'"])
def test_what_a_rule_raises_as_a_fault_says_nothing(superuser: psycopg.Connection, options: str) -> None:
    answer, found = document(refused(superuser, options))
    assert found["status"] == 500
    assert "internals" not in answer["body"]


def test_every_rule_in_the_database_says_what_the_kernel_reads() -> None:
    """Status and kind side by side, as the list of kinds is collected, and a sentence.

    A fault of a deployment or of a caller in SQL has PostgreSQL's own name of the condition: no request can cause it.
    """
    rule = r"errcode = ('PF[45]\d\d', constraint = '[a-z-]+'|'[a-z_]+')"
    silent = [
        f"{file.stem}: {text}"
        for file in (sql_root() / "schemas").rglob("*.sql")
        for text in re.findall(r"raise exception[^;]+;", file.read_text())
        if not re.search(rule, text) or "message = " not in text
    ]
    assert silent == []


def test_the_document_lists_the_kinds() -> None:
    kinds = problem_kinds()
    assert {"locked", "skill-locked", "no-more-hints", "username-taken", "rate-limited", "not-found"} <= set(kinds)
    found = writer.write()["components"]["schemas"]["Problem"]["properties"]["type"]["enum"]
    assert found == [f"urn:progressive-flow:problem:{kind}" for kind in kinds]


def test_what_is_missing_has_one_shape_in_answers_and_refusals() -> None:
    schemas = writer.write()["components"]["schemas"]
    in_problems = schemas["Problem"]["properties"]["missing"]["items"]
    assert in_problems["properties"].keys() == schemas["Missing"]["properties"].keys()
    assert set(in_problems["required"]) == set(schemas["Missing"]["required"]) == in_problems["properties"].keys()
    elsewhere = [
        schema["properties"]["missing"]["items"]
        for name, schema in schemas.items()
        if name != "Problem" and "missing" in schema.get("properties", {})
    ]
    assert elsewhere == [{"$ref": "#/components/schemas/Missing"}] * 2


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("secret"), KeyError("secret"), psycopg.errors.UniqueViolation("s")]
)
def test_whatever_else_says_nothing(error: Exception) -> None:
    answer, found = document(error)
    assert found["status"] == 500
    assert "secret" not in answer["body"]
