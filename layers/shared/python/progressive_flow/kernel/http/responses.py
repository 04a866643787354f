"""Turns what a handler returned, or what went wrong, into the Lambda answer that API Gateway sends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import psycopg
from pydantic import BaseModel
from pydantic_core import from_json, to_json

from progressive_flow.kernel import observability
from progressive_flow.kernel.database.connections import ConnectionLostError, NoConnectionError
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http import entity_tags, problems
from progressive_flow.kernel.http.problems import Problem

MAX_REQUEST_BODY = 262144  # characters of a request; a design of 60 nodes has about 10,000

_NOT_JSON = Problem(415, "unsupported-media-type", "Send the body as JSON, with Content-Type: application/json.")
_UNKNOWN = (
    "The database went away at the last moment, so it is unknown whether this was done:"
    " retry with the same Idempotency-Key."
)

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Accepted(Generic[Body]):
    """What a handler returns for work that a task does later: 202, where to read of it, and how soon to ask (seconds)."""

    location: str
    body: Body
    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Polled(Generic[Body]):
    """What a handler returns of something that may still change: how soon to ask again (seconds), None if it will not."""

    body: Body
    retry_after: int | None


# What a rule in the database refuses: the last three digits of its SQLSTATE are the status, as in PF409.
_REFUSAL = re.compile(r"PF(4\d\d)")


def check_body(event: Mapping[str, Any], *, wants_body: bool) -> None:
    """Refuse a body that is too large, not text, or not declared as JSON."""
    body = event.get("body") or ""
    if not wants_body:
        return
    content_type = event.get("headers", {}).get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise _NOT_JSON
    if event.get("isBase64Encoded"):
        raise Problem(400, "malformed", "The body is not UTF-8 text: send JSON in UTF-8, uncompressed.")
    if len(body) > MAX_REQUEST_BODY:
        raise Problem(
            413, "too-large", f"The body has {len(body):,} characters; at most {MAX_REQUEST_BODY:,} are read."
        )


def accepted(answer: Accepted[Any], body: str, route: Route) -> dict[str, Any]:
    """Return 202 for what was accepted and is not done yet."""
    headers = {"Content-Type": route.produces, "Cache-Control": route.cache, **dict(route.headers)}
    headers |= {"Location": answer.location, "Retry-After": str(answer.retry_after)}
    return {"statusCode": 202, "headers": headers, "body": body, "isBase64Encoded": False}


def success(body: str, route: Route, event: Mapping[str, Any], retry_after: int | None = None) -> dict[str, Any]:
    """Return a success with the headers it has; 304 for a reader who has it already."""
    headers = {"Content-Type": route.produces, "Cache-Control": route.cache, **dict(route.headers)}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if route.status == 204:  # noqa: PLR2004 - HTTP's "no content"
        del headers["Content-Type"]
    if route.location:
        headers["Location"] = route.location.format_map({**(event.get("pathParameters") or {}), **from_json(body)})
    if route.method == "GET":
        # caches keep an answer for each origin, since its Access-Control headers differ, and for each caller
        headers["Vary"] = "Origin" if route.access is Access.PUBLIC else "Origin, Authorization"
        headers["ETag"] = tag = entity_tags.tag_of(body)
        if entity_tags.is_known(event, tag):
            del headers["Content-Type"]
            return {"statusCode": 304, "headers": headers, "body": "", "isBase64Encoded": False}
    return {"statusCode": route.status, "headers": headers, "body": body, "isBase64Encoded": False}


def from_exception(error: Exception, request_id: str, event: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the problem document for whatever a request raised; log it if it was not expected."""
    if isinstance(error, NoConnectionError):
        # a wrong certificate or grant would otherwise be a 503 that nobody can explain
        observability.warning("no database connection", cause=str(error.__cause__))
    problem = refusal_of(error) or _of_database(error, event or {})
    if problem is None:
        observability.exception(error)
        problem = problems.unexpected()
    return from_problem(problem, request_id)


def from_problem(problem: Problem, request_id: str) -> dict[str, Any]:
    """Return a problem as the Lambda answer."""
    headers = {"Content-Type": problems.CONTENT_TYPE, "Cache-Control": "no-store", **problem.headers}
    body = to_json(problem.document(request_id), fallback=str).decode()
    return {"statusCode": problem.status, "headers": headers, "body": body, "isBase64Encoded": False}


def refusal_of(error: Exception) -> Problem | None:
    """Return what a rule refused, in Python or in the database; None for what went wrong otherwise."""
    match error:
        case Problem():
            return error
        case psycopg.Error() if refusal := _REFUSAL.fullmatch(error.sqlstate or ""):
            return _refusal(int(refusal[1]), error.diag)
        case _:
            return None


def _refusal(status: int, diagnostic: psycopg.errors.Diagnostic) -> Problem:
    """Return what the database refused: the constraint is the kind, the message the detail, a JSON detail more members.

    Its member `retry_after` becomes the header.
    """
    more = diagnostic.message_detail or ""
    extra: dict[str, Any] = from_json(more) if more.startswith("{") else {}
    wait = extra.pop("retry_after", None)  # seconds
    headers = {} if wait is None else {"retry-after": str(wait)}
    kind = diagnostic.constraint_name or "refused"
    return Problem(status, kind, diagnostic.message_primary or "", extra=extra, headers=headers)


def _of_database(error: Exception, event: Mapping[str, Any]) -> Problem | None:
    match error:
        case NoConnectionError():
            return problems.unavailable("The database is not reachable just now: nothing was changed, try again.")
        case ConnectionLostError(committing=True):
            return problems.unavailable(_UNKNOWN)
        case ConnectionLostError():
            return problems.unavailable("The database went away: nothing was changed, try again.")
        case psycopg.OperationalError():
            return problems.unavailable("The database is too busy for this: nothing was changed, try again.", 2)
        case psycopg.DataError() | UnicodeEncodeError():
            from progressive_flow.kernel.http import unstorable  # noqa: PLC0415 - hardly any request meets this

            return Problem(422, "invalid", unstorable.MESSAGE, errors=unstorable.rows(event))
        case _:
            return None
