"""Translates what a function returned into HTTP, by the rules of payload format 2.0; and API Gateway's own answers."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Lambda's limit for what a synchronous invocation takes and returns.
MAX_PAYLOAD = 6 * 1024 * 1024 + 100
# What a function may not decide: it belongs to the connection.
_NOT_THE_FUNCTIONS = {"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}
_ESCAPED_AT_MOST = 6  # one character may become \\u0000 in the payload


@dataclass(slots=True)
class Answer:
    """A status, headers (repeated ones allowed) and bytes."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


class MalformedAnswerError(ValueError):
    """A function returned something API Gateway cannot turn into HTTP."""


def own(status: int, message: str, **headers: str) -> Answer:
    """Return an answer that API Gateway makes itself: not problem+json, since no code of ours is asked."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return Answer(status, json.dumps({"message": message}).encode(), [("content-type", "application/json"), *named])


def internal_server_error() -> Answer:
    """Return what a client sees when a function fails or answers nonsense."""
    return own(500, "Internal Server Error")


def service_unavailable() -> Answer:
    """Return what a client sees when a function takes too long."""
    return own(503, "Service Unavailable")


def unauthorized(reason: str | None = None) -> Answer:
    """Return the JWT authorizer's refusal; without a token it does not say why."""
    detail = f' scope="" error="invalid_token" error_description="{reason}"' if reason else ""
    return own(401, "Unauthorized", www_authenticate=f"Bearer{detail}")


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise MalformedAnswerError(f"a header's value is {type(value).__name__}")


def _headers(returned: Mapping[str, Any]) -> list[tuple[str, str]]:
    headers = [(name.lower(), _text(value)) for name, value in (returned.get("headers") or {}).items()]
    for name, values in (returned.get("multiValueHeaders") or {}).items():
        headers = [held for held in headers if held[0] != name.lower()]
        headers += [(name.lower(), _text(value)) for value in values]
    headers += [("set-cookie", _text(cookie)) for cookie in returned.get("cookies") or ()]
    return [held for held in headers if held[0] not in _NOT_THE_FUNCTIONS]


def _body(returned: Mapping[str, Any]) -> bytes:
    body = returned.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedAnswerError(f"the body is {type(body).__name__}, not a string")
    return base64.b64decode(body, validate=True) if returned.get("isBase64Encoded") else body.encode()


def _status(value: object) -> int:
    status = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else 0
    if not 200 <= status <= 599:  # noqa: PLR2004 - what HTTP calls a final answer
        raise MalformedAnswerError(f"the status code is {value!r}")
    return status


def _infer(returned: object) -> Answer:
    """Read an answer without a status code as API Gateway does: all of it is the body of a 200."""
    body = returned if isinstance(returned, str) else json.dumps(returned)
    return Answer(200, body.encode(), [("content-type", "application/json")])


def _too_large(returned: object, answer: Answer) -> bool:
    """Measure as Lambda does, the JSON text; only an answer that could be too large costs that."""
    if len(answer.body) * _ESCAPED_AT_MOST < MAX_PAYLOAD:
        return False
    return len(json.dumps(returned, ensure_ascii=False).encode()) > MAX_PAYLOAD


def translate(returned: object) -> Answer:
    """Return the HTTP answer, or raise `MalformedAnswerError`."""
    try:
        if isinstance(returned, dict) and "statusCode" in returned:
            answer = Answer(_status(returned["statusCode"]), _body(returned), _headers(returned))
        else:
            answer = _infer(returned)
        if _too_large(returned, answer):
            raise MalformedAnswerError("it is larger than Lambda returns")
    except (TypeError, AttributeError, ValueError) as error:
        raise MalformedAnswerError(str(error)) from error
    if answer.body and not any(name == "content-type" for name, _ in answer.headers):
        answer.headers.append(("content-type", "text/plain;charset=UTF-8"))
    return answer
