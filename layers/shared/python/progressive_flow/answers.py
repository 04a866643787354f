"""Turns what a handler returned, or what went wrong, into the Lambda answer that API Gateway sends."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn

import psycopg
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from progressive_flow import errors, logs
from progressive_flow.database import ConnectionLostError, NoConnectionError
from progressive_flow.errors import Problem
from progressive_flow.routing import Route

LONGEST_BODY = 262144  # characters of a request; a design of 60 nodes has about 10,000
MOST_ERRORS = 20

_NOT_JSON = Problem(415, "unsupported-media-type", "Send the body as JSON, with Content-Type: application/json.")
_UNKNOWN = (
    "The database went away at the last moment, so it is unknown whether this was done:"
    " retry with the same Idempotency-Key."
)

# Refusals that rules in the database raise, by SQLSTATE.
REFUSALS = {
    "PF001": (403, "locked", "This challenge is locked."),
    "PF002": (403, "level-locked", "Pass the level before this one first."),
    "PF003": (403, "forbidden", "Only a platform administrator may do this."),
}


def reraise(error: Exception) -> NoReturn:
    """Hand the resolver's exceptions on to the kernel, which answers all errors in one place.

    Its own 404, for a path that API Gateway matched and it does not, it would answer itself: `/v1/me/`, an encoded slash.
    """
    if isinstance(error, NotFoundError):
        raise errors.not_found("such path") from None
    raise error


def parse_json(text: str) -> Any:
    """Parse a request body strictly; raise 400 for what is no JSON, NaN and Infinity among it."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _malformed(error) from None


def check_body(event: Mapping[str, Any], *, wants_body: bool) -> None:
    """Refuse a body that is too large, not text, or not declared as JSON."""
    body = event.get("body") or ""
    if not wants_body:
        return
    content_type = event.get("headers", {}).get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise _NOT_JSON
    event["headers"]["content-type"] = content_type  # in any case for us, in small letters for the resolver
    if event.get("isBase64Encoded"):
        raise Problem(400, "malformed", "The body is not UTF-8 text: send JSON in UTF-8, uncompressed.")
    if len(body) > LONGEST_BODY:
        raise Problem(413, "too-large", f"The body has {len(body):,} characters; at most {LONGEST_BODY:,} are read.")


def finish(answer: dict[str, Any], route: Route, event: Mapping[str, Any]) -> dict[str, Any]:
    """Add the headers a success has: Location, Cache-Control, ETag; answer 304 to a reader who has it already."""
    headers = answer.setdefault("headers", {})
    if route.location:
        headers["Location"] = route.location.format_map(json.loads(answer["body"]))
    headers["Cache-Control"] = route.cache
    if route.method == "GET":
        tag = '"' + hashlib.blake2b(answer["body"].encode(), digest_size=12).hexdigest() + '"'
        headers["ETag"] = tag
        if _matches(event.get("headers", {}).get("if-none-match", ""), tag):
            headers.pop("Content-Type", None)
            return {"statusCode": 304, "headers": headers, "body": "", "isBase64Encoded": False}
    return answer


def of_error(error: Exception, request_id: str) -> dict[str, Any]:
    """Return the problem document for whatever was raised; log it if it was not expected."""
    problem = _problem(error)
    if problem is None:
        logs.error(error, request_id)
        problem = errors.unexpected()
    return of_problem(problem, request_id)


def of_problem(problem: Problem, request_id: str) -> dict[str, Any]:
    """Return a problem as the Lambda answer."""
    headers = {"Content-Type": errors.CONTENT_TYPE, "Cache-Control": "no-store", **problem.headers}
    body = json.dumps(problem.document(request_id), default=str)
    return {"statusCode": problem.status, "headers": headers, "body": body, "isBase64Encoded": False}


def _problem(error: Exception) -> Problem | None:
    match error:
        case Problem():
            return error
        case RequestValidationError():
            return _validation(error)
        case RequestUnsupportedContentType():
            return _NOT_JSON
        case psycopg.Error() if error.sqlstate in REFUSALS:
            return Problem(*REFUSALS[error.sqlstate])
        case _:
            return _of_database(error)


def _of_database(error: Exception) -> Problem | None:
    match error:
        case NoConnectionError():
            return errors.unavailable("The database is not reachable just now: nothing was changed, try again.")
        case ConnectionLostError(committing=True):
            return errors.unavailable(_UNKNOWN)
        case ConnectionLostError():
            return errors.unavailable("The database went away: nothing was changed, try again.")
        case psycopg.OperationalError():
            return errors.unavailable("The database is too busy for this: nothing was changed, try again.", 2)
        case psycopg.DataError():
            detail = "A value is none that the database can store, such as text with a NUL character."
            return Problem(422, "invalid", detail)
        case _:
            return None


def _validation(error: RequestValidationError) -> Problem:
    rows = [
        {"pointer": "/" + "/".join(_escape(str(step)) for step in _steps(row["loc"])), "message": row["msg"]}
        for row in error.errors()[:MOST_ERRORS]
    ]
    return Problem(422, "invalid", "Some values are not acceptable: see errors.", errors=rows)


def _steps(location: tuple[Any, ...]) -> tuple[Any, ...]:
    """Drop the marks that are no place in the request: union branches and validator names."""
    return tuple(step for step in location if not (isinstance(step, str) and "[" in step))


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _malformed(error: Exception) -> Problem:
    where = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
    reason = (
        error.msg
        if isinstance(error, json.JSONDecodeError)
        else "it is nested too deeply or holds an impossible number"
    )
    return Problem(
        400, "malformed", f"The body is no JSON{where}: {reason}.", errors=[{"pointer": "/body", "message": reason}]
    )


def _no_constant(name: str) -> NoReturn:
    raise json.JSONDecodeError(f"{name} is no JSON number", name, 0)


def _matches(wanted: str, tag: str) -> bool:
    """Compare weakly, as RFC 9110 says If-None-Match does."""
    return wanted.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in wanted.split(","))
