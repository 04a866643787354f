"""Every refusal is one RFC 9457 document, whatever was raised."""

import json
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.database.transactions import ConnectionLostError, NoConnectionError
from progressive_flow.kernel.http import problems, responses
from progressive_flow.kernel.http.problems import Problem


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


@pytest.mark.parametrize("code", sorted(responses.REFUSALS))
def test_rules_in_the_database_have_their_status(code: str) -> None:
    _, found = document(psycopg.errors.lookup("P0001")("internals"))
    assert found["status"] == 500  # raised without a code of ours, so unexpected

    class Refusal(psycopg.DatabaseError):
        sqlstate = code

    answer, found = document(Refusal("internals"))
    assert (answer["statusCode"], found["type"].rpartition(":")[2]) == responses.REFUSALS[code][:2]
    assert "internals" not in answer["body"]


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("secret"), KeyError("secret"), psycopg.errors.UniqueViolation("s")]
)
def test_whatever_else_says_nothing(error: Exception) -> None:
    answer, found = document(error)
    assert found["status"] == 500
    assert "secret" not in answer["body"]
