"""Error responses as RFC 9457 `application/problem+json`.

Services raise a `Problem`; the kernel turns it, and any other exception, into one document. Messages say what to do next and
nothing internal.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

CONTENT_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457's own noun
    """A refusal: HTTP status, a stable kind (the last part of `type`), a detail for people, and what may help.

    `errors` are `{"pointer", "message"}` rows, the pointer a JSON pointer whose first step is body, path, query or
    header; `extra` becomes members of the document.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})

    def document(self, request_id: str) -> dict[str, Any]:
        """Return the problem document; `instance` names the request, as the logs do."""
        document: dict[str, Any] = {
            "type": f"urn:progressive-flow:problem:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": f"urn:progressive-flow:request:{request_id}",
        }
        if self.errors:
            document["errors"] = list(self.errors)
        return document | self.extra


def pointer(steps: Sequence[Any]) -> str:
    """Return the JSON pointer to a value of a request; the first step is body, path, query or header."""
    return "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def not_found(what: str) -> Problem:
    """Return a 404: there is no such thing, or not for this learner."""
    return Problem(404, "not-found", f"There is no {what} here, or it is not yours to see.")


def unauthorized(detail: str) -> Problem:
    """Return a 401 that says which token is wanted."""
    return Problem(401, "unauthorized", detail, headers={"www-authenticate": "Bearer"})


def forbidden(kind: str, detail: str, **extra: object) -> Problem:
    """Return a 403 with what is missing."""
    return Problem(403, kind, detail, extra=extra)


def conflict(kind: str, detail: str) -> Problem:
    """Return a 409: the request is right, the state is not."""
    return Problem(409, kind, detail)


def unavailable(detail: str, retry_after: int = 1) -> Problem:
    """Return a 503 that a client may retry after so many seconds."""
    return Problem(503, "unavailable", detail, headers={"retry-after": str(retry_after)})


def invalid(pointer: str, message: str) -> Problem:
    """Return a 422 for one value that a rule beyond its type refuses."""
    return Problem(422, "invalid", message, errors=[{"pointer": pointer, "message": message}])


def unexpected() -> Problem:
    """Return the 500 that says nothing internal."""
    return Problem(500, "unexpected", "Something went wrong on our side. Report it with the instance of this problem.")
