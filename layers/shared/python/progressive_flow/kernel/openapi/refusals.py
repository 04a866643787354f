"""What a client may meet beside a success, and the headers of either, for the document."""

from http import HTTPStatus
from typing import Any

from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.problems import CONTENT_TYPE, Problem
from progressive_flow.kernel.openapi.kinds import problem_kinds

WHY = {
    304: "You have it already: `If-None-Match` named this ETag.",
    400: "The body is no JSON.",
    401: "No valid access token.",
    403: "Not allowed, or not yet: the problem says what is missing. `erased` where the account was erased.",
    404: "There is no such thing, or it is not yours to see.",
    409: "The state does not allow it, or a request with this key is still running.",
    412: "It was changed since you read it: `If-Match` named another ETag.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "Some values are not acceptable; `errors` points at each.",
    428: "There is one already, and no `If-Match` says that you read it.",
    429: "Too many calls, or `no-tries-left`: `Retry-After` says when to try again.",
    500: "Something went wrong on our side.",
    503: "Not reachable just now: retry, with the same Idempotency-Key if there was one.",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Some kinds carry more members than these.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "The kind of problem; its last part is stable."},
        "title": {"type": "string", "description": "The phrase of the status."},
        "status": {"type": "integer", "description": "The HTTP status."},
        "detail": {"type": "string", "description": "What happened and what to do next, for people."},
        "instance": {"type": "string", "description": "Names the request, as the logs do."},
        "errors": {
            "type": "array",
            "description": "One row for each value that is not acceptable.",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON pointer; its first step is body, path, query or header.",
                    },
                    "message": {"type": "string", "description": "What is wrong with it."},
                },
            },
        },
        "missing": {
            "type": "array",
            "description": "What has to be done first: challenges, levels of them, or skills.",
            "items": {
                "type": "object",
                "required": ["challenge", "level", "skill", "title"],
                "properties": {
                    "challenge": {"type": ["string", "null"], "description": "Reference of a challenge."},
                    "level": {"type": ["integer", "null"], "description": "Level of the challenge; null for all."},
                    "skill": {"type": ["string", "null"], "description": "Slug of a skill."},
                    "title": {"type": "string", "description": "What it is called."},
                },
            },
        },
        "permission": {"type": "string", "description": "The permission that the caller lacks."},
        "remaining": {"type": "integer", "description": "Points that the skill still takes."},
        "available": {"type": "integer", "description": "Points that the pool still has."},
        "tries_left": {"type": "integer", "description": "Tries left at the level: 0."},
        "retry_at": {"type": "string", "format": "date-time", "description": "When it is possible again."},
    },
}
# By status: the kind, its detail, and what more it carries.
EXAMPLES: dict[int, tuple[str, str, dict[str, Any]]] = {
    403: ("erased", "This account was erased. Its address can sign up again within a minute.", {}),
    404: ("not-found", "There is no challenge pastbin here, or it is not yours to see.", {}),
    409: ("in-progress", "A request with this Idempotency-Key is still running: ask again for its answer.", {}),
    412: ("precondition-failed", "It was changed since: read it again, and send its ETag as If-Match.", {}),
    422: (
        "invalid",
        "Some values are not acceptable: see errors.",
        {"errors": [{"pointer": "/path/level", "message": "Input should be less than or equal to 5"}]},
    ),
    428: ("precondition-required", "There is one already: read it, and send its ETag as If-Match to replace it.", {}),
    429: ("rate-limited", "At most 60 calls a minute: try again in 12 seconds.", {}),
}
FORBIDDEN = ("forbidden", "Only a platform administrator may do this.")
LOCKED = (
    "locked",
    "This challenge is locked. Still needed: Read-through and cache-aside.",
    {
        "missing": [
            {"challenge": "caching-basics", "level": None, "skill": None, "title": "Read-through and cache-aside"}
        ]
    },
)
SKILL_LOCKED = (
    "skill-locked",
    "Other skills need a level first: see `missing`.",
    {"missing": [{"challenge": None, "level": None, "skill": "replication-lag", "title": "Replication Lag"}]},
)
GATEWAY_MESSAGE = {
    "type": "object",
    "title": "GatewayMessage",
    "description": "What API Gateway answers by itself, before any function: its body cannot be changed.",
    "required": ["message"],
    "properties": {"message": {"type": "string", "description": "A few words."}},
}
BY_GATEWAY = {401, 413, 429, 500, 503}
REFUSAL = {
    "title": "Refusal",
    "description": "A problem, or API Gateway's own message.",
    "oneOf": [{"$ref": "#/components/schemas/Problem"}, {"$ref": "#/components/schemas/GatewayMessage"}],
}
HEADERS = {
    "Retry-After": "How soon to ask again, in seconds.",
    "WWW-Authenticate": "Which token is wanted.",
    "RateLimit": "What is left of the limit, and when its window ends.",
    "RateLimit-Policy": "The limit: `q` calls in a window of `w` seconds.",
    "X-Request-Id": "Names the request in the logs; absent where API Gateway answers by itself.",
}


def schemas() -> dict[str, Any]:
    """Return the schemas of what is not a success, with the kinds of problem there are."""
    types = [f"urn:progressive-flow:problem:{kind}" for kind in problem_kinds()]
    kinds = PROBLEM["properties"] | {"type": PROBLEM["properties"]["type"] | {"enum": types}}
    return {"Problem": PROBLEM | {"properties": kinds}, "GatewayMessage": GATEWAY_MESSAGE, "Refusal": REFUSAL}


def statuses(route: Route, operation: dict[str, Any]) -> set[int]:
    """Return the statuses a route may answer besides its success."""
    found = {422, 429, 500, 503}
    found |= {304} if route.method == "GET" else set()
    found |= {400, 413, 415} if operation.get("requestBody") else set()
    found |= {404} if "{" in route.path else set()
    found |= {401} if route.access is not Access.PUBLIC else set()
    found |= {403} if route.permission or (route.transacts and route.access is not Access.PUBLIC) else set()
    found |= {409} if route.method == "POST" and route.transacts else set()  # of the key, taken just now
    found |= {412} if route.method in {"PUT", "PATCH", "DELETE"} and route.transacts else set()
    return found | set(route.refusals)


def refusal(status: int, route: Route) -> dict[str, Any]:
    """Return the response object of a status of a route."""
    if status == 304:  # noqa: PLR2004 - HTTP's "not modified"
        return {"description": WHY[status]}
    schema = {"$ref": f"#/components/schemas/{'Refusal' if status in BY_GATEWAY else 'Problem'}"}
    content: dict[str, Any] = {CONTENT_TYPE: {"schema": schema}}
    if example := _example(status, route):
        content[CONTENT_TYPE]["example"] = example.document("Zq4bCjb5oAMEYlQ=")
    if status in BY_GATEWAY:
        content["application/json"] = {"schema": schema, "example": {"message": HTTPStatus(status).phrase}}
    return {"description": WHY[status], "content": content, "headers": described(_headers(status, route))}


def described(headers: dict[str, str]) -> dict[str, Any]:
    """Return header objects of names and what they say."""
    return {name: {"description": why, "schema": {"type": "string"}} for name, why in headers.items()}


def _example(status: int, route: Route) -> Problem | None:
    if status == 403 and route.permission:  # noqa: PLR2004 - HTTP's "forbidden"
        return Problem(status, *FORBIDDEN, extra={"permission": route.permission})
    locked = SKILL_LOCKED if "/skills/" in route.path else LOCKED
    kind, detail, extra = locked if status == 403 and 403 in route.refusals else EXAMPLES.get(status, ("", "", {}))  # noqa: PLR2004
    return Problem(status, kind, detail, extra=extra) if kind else None


def _headers(status: int, route: Route) -> dict[str, str]:
    names = ["X-Request-Id"]
    names += ["WWW-Authenticate"] if status == 401 else []  # noqa: PLR2004 - HTTP's "unauthorized"
    names += ["Retry-After"] if status in {429, 503} else []
    names += ["RateLimit", "RateLimit-Policy"] if route.limit and status in {400, 404, 409, 422, 429} else []
    return {name: HEADERS[name] for name in names}
