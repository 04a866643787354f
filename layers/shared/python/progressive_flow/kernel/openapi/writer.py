"""Writes the OpenAPI 3.1 document from the endpoints, by Powertools' resolver; never in a deployed function."""

import inspect
import json
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import TypeAdapter

from progressive_flow.kernel import settings
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.binding import Binding, annotation
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.http.problems import CONTENT_TYPE, Problem
from progressive_flow.kernel.openapi import idempotency_key
from progressive_flow.kernel.openapi.kinds import problem_kinds

DESCRIPTION = """
A headless learning platform: every score is graded on the server, every point is paid exactly once.

Send an access token as `Authorization: Bearer ...`. A POST honours `Idempotency-Key` where it is listed; every GET has an `ETag`.
Lists are paged: send `next_cursor` as `cursor`. Errors are RFC 9457 problems; each says what to do next.
"""
WHY = {
    304: "You have it already: `If-None-Match` named this ETag.",
    400: "The body is no JSON.",
    401: "No valid access token (API Gateway's own body when the token itself is refused).",
    403: "Not allowed, or not yet: the problem says what is missing.",
    404: "There is no such thing, or it is not yours to see.",
    409: "The state does not allow it, or a request with this key is still running.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "Some values are not acceptable; `errors` points at each.",
    429: "Too many calls: `Retry-After` says when to try again.",
    500: "Something went wrong on our side.",
    503: "Not reachable just now: retry, with the same Idempotency-Key if there was one.",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Some problems carry more members, such as `missing`.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "Names the request, as the logs do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "message"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "JSON pointer; its first step is body, path, query or header.",
                    },
                    "message": {"type": "string"},
                },
            },
        },
    },
}
# What a client may meet, by status: the kind, its detail, and what more it carries.
EXAMPLES: dict[int, tuple[str, str, dict[str, Any]]] = {
    403: (
        "locked",
        "This challenge is locked. Still needed: Read-through and cache-aside.",
        {"missing": [{"slug": "caching-basics", "title": "Read-through and cache-aside"}]},
    ),
    404: ("not-found", "There is no challenge pastbin here, or it is not yours to see.", {}),
    409: ("in-progress", "A request with this Idempotency-Key is still running: ask again for its answer.", {}),
    422: (
        "invalid",
        "Some values are not acceptable: see errors.",
        {"errors": [{"pointer": "/path/level", "message": "Input should be less than or equal to 5"}]},
    ),
    429: ("rate-limited", "At most 60 calls in 60 seconds: try again in 1 s.", {}),
}
GATEWAY_MESSAGE = {
    "type": "object",
    "title": "GatewayMessage",
    "required": ["message"],
    "properties": {"message": {"type": "string"}},
}
BY_GATEWAY = {401, 413, 429, 500, 503}  # API Gateway answers these itself at times, with its own body
RETRY_AFTER = "How soon to ask again, in seconds; absent once nothing changes any more."


def write() -> dict[str, Any]:
    """Write the document from the endpoints in `functions/`."""
    resolver = APIGatewayHttpResolver(enable_validation=True)
    endpoints = registry.endpoints()
    for endpoint in endpoints:
        _register(resolver, endpoint)
    schema = resolver.get_openapi_schema(
        title="Progressive Flow", version=settings.service_version(), description=DESCRIPTION
    )
    found: dict[str, Any] = json.loads(schema.model_dump_json(by_alias=True, exclude_none=True))
    components = found.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        components.pop(unused, None)
    components |= {"Problem": _problem(), "GatewayMessage": GATEWAY_MESSAGE}
    found["components"]["securitySchemes"] = {
        "accessToken": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    found["servers"] = [{"url": "/"}]
    for endpoint in endpoints:
        path = found["paths"][endpoint.route.path]
        operation = path[endpoint.route.method.lower()]
        for parameter in operation.get("parameters", []):
            parameter["schema"] = endpoint.binding.schema(parameter["name"])
        _complete(operation, endpoint)
        if endpoint.route.accepts:
            operation["responses"]["202"] = _accepted(endpoint, components)
    return found


def _problem() -> dict[str, Any]:
    """Return the schema of problems, with the kinds there are."""
    types = [f"urn:progressive-flow:problem:{kind}" for kind in problem_kinds()]
    properties = PROBLEM["properties"] | {"type": {"type": "string", "enum": types}}
    return PROBLEM | {"properties": properties}


def _register(resolver: APIGatewayHttpResolver, endpoint: Endpoint) -> None:
    """Show an endpoint to the resolver that writes the document, with the parameters as its classes want them."""
    route, binding = endpoint.route, endpoint.binding

    def described() -> None:
        """Stand for the function."""

    parameters = [_parameter(binding, name, hint) for name, hint in binding.parameters.items()]
    if binding.body:
        name, model = binding.body
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=model))
    answer = binding.answer_type if route.produces == "application/json" else None
    described.__signature__ = inspect.Signature(parameters, return_annotation=answer)  # type: ignore[attr-defined]
    described.__name__ = route.name
    resolver.route(
        route.path.replace("{", "<").replace("}", ">"),
        [route.method],
        summary=route.summary,
        operation_id=route.name,
        status_code=route.status,
        tags=[route.domain],
    )(described)


def _parameter(binding: Binding, name: str, hint: Any) -> inspect.Parameter:
    kind, field = annotation(hint)
    place = Path if binding.place(name) == "path" else Query
    default = binding.defaults[name].default
    wanted: Any = Annotated[
        kind if default is not None else kind | None, place(description=getattr(field, "description", None))
    ]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=wanted)


def refusals(route: Route, operation: dict[str, Any]) -> set[int]:
    """Return the statuses a route may answer besides its success."""
    statuses = {429, 500, 503}
    if route.method == "GET":
        statuses |= {304}
    if operation.get("requestBody"):
        statuses |= {400, 413, 415, 422}
    if operation.get("parameters"):
        statuses |= {422}
    if "{" in route.path:
        statuses |= {404}
    if route.access is not Access.PUBLIC:
        statuses |= {401}
    if route.permission:
        statuses |= {403}
    if route.method == "POST" and route.transacts:
        statuses |= {409, 422}  # of the key: taken just now, or for something else
    return statuses | set(route.refusals)


def _accepted(endpoint: Endpoint, components: dict[str, Any]) -> dict[str, Any]:
    """Return the 202 of a route, and add the schema of its body to the components."""
    schema = TypeAdapter(endpoint.binding.accepted_type).json_schema(
        ref_template="#/components/schemas/{model}", mode="serialization"
    )
    for name, part in {**schema.pop("$defs", {}), schema["title"]: schema}.items():
        components.setdefault(name, part)
    headers = {"Location": "Where to read what becomes of it.", "Retry-After": "How soon to ask, in seconds."}
    return {
        "description": "Accepted: a task does it after this answer.",
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema['title']}"}}},
        "headers": _described(headers),
    }


def _complete(operation: dict[str, Any], endpoint: Endpoint) -> None:
    """Put in what the resolver does not know: who may call, what goes wrong, which headers there are."""
    route = endpoint.route
    responses = operation["responses"]
    responses.pop("422", None)
    responses.pop("500", None)
    operation["responses"] = responses = {str(route.status): responses[str(route.status)]}
    if route.produces != "application/json":
        responses[str(route.status)]["content"] = {route.produces.partition(";")[0]: {"schema": {"type": "string"}}}
    if route.status == HTTPStatus.NO_CONTENT:
        responses[str(route.status)].pop("content")
    for status in sorted(refusals(route, operation)):
        responses[str(status)] = _refusal(status)
    responses[str(route.status)]["headers"] = _headers(route, polled=endpoint.binding.is_polled)
    if route.method == "POST" and route.transacts:
        operation.setdefault("parameters", []).append(idempotency_key.parameter(route))
    operation["security"] = [] if route.access is Access.PUBLIC else [{"accessToken": []}]


def _refusal(status: int) -> dict[str, Any]:
    if status == HTTPStatus.NOT_MODIFIED:
        return {"description": WHY[status]}
    content: dict[str, Any] = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    if status in EXAMPLES:
        kind, detail, extra = EXAMPLES[status]
        content[CONTENT_TYPE]["example"] = Problem(status, kind, detail, extra=extra).document("Zq4bCjb5oAMEYlQ=")
    if status in BY_GATEWAY:
        content["application/json"] = {"schema": {"$ref": "#/components/schemas/GatewayMessage"}}
    return {"description": WHY[status], "content": content}


def _headers(route: Route, *, polled: bool) -> dict[str, Any]:
    names = {"X-Request-Id": "Names the request in the logs."}
    if route.method == "GET":
        names["ETag"] = "Send as If-None-Match to receive 304 while nothing has changed."
    if route.location:
        names["Location"] = "Where to read what was made."
    if route.limit:
        names["RateLimit"] = f"What is left of {route.limit.count} calls in {route.limit.seconds} s."
    if polled:
        names["Retry-After"] = RETRY_AFTER
    return _described(names)


def _described(headers: dict[str, str]) -> dict[str, Any]:
    return {name: {"description": why, "schema": {"type": "string"}} for name, why in headers.items()}
