"""Writes the OpenAPI 3.1 document from the endpoints, by Powertools' resolver; never in a deployed function."""

import inspect
import json
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.models import Contact, License
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import TypeAdapter

from progressive_flow.kernel import settings
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.binding import Binding, annotation
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.openapi import defaults, refusals, request_headers, schema_names, tags

DESCRIPTION = """
A headless learning platform: every score is graded on the server, every point is paid exactly once.

Send an access token as `Authorization: Bearer ...`. A POST honours `Idempotency-Key` where it is listed. Every GET has an
`ETag`, and a HEAD that answers alike without a body. A PUT or a PATCH honours `If-Match`. Long answers are compressed for
whoever takes gzip.
Lists are paged: send `next_cursor` as `cursor`. Errors are RFC 9457 problems; each says what to do next.
"""
BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token of the user pool, valid for an hour. Sign up and in at the pool's own API (`SignUp`,"
    " `ConfirmSignUp`, `InitiateAuth`; docs/reference/api.md has the calls), and paste `AuthenticationResult.AccessToken`. On"
    " the local platform, `.venv/bin/progressive-flow token` prints the demo learner's.",
}
CONTACT = Contact(name="The Progressive Flow authors")
LICENSE = License(name="MIT", identifier="MIT")
RETRY_AFTER = "How soon to ask again, in seconds; absent once nothing changes any more."


def write() -> dict[str, Any]:
    """Write the document from the endpoints in `functions/`."""
    resolver = APIGatewayHttpResolver(enable_validation=True)
    endpoints = registry.endpoints()
    for endpoint in endpoints:
        _register(resolver, endpoint)
    schema = resolver.get_openapi_schema(
        title="Progressive Flow",
        version=settings.service_version(),
        description=DESCRIPTION,
        contact=CONTACT,
        license_info=LICENSE,
    )
    found: dict[str, Any] = json.loads(schema.model_dump_json(by_alias=True, exclude_none=True))
    components = found.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        components.pop(unused, None)
    components |= refusals.schemas()
    found["components"]["securitySchemes"] = {"accessToken": BEARER}
    found["servers"] = [{"url": "/"}]
    found["tags"] = tags.described()
    found["paths"] = {path: found["paths"][path] for path in tags.ordered([endpoint.route for endpoint in endpoints])}
    for endpoint in endpoints:
        path = found["paths"][endpoint.route.path]
        operation = path[endpoint.route.method.lower()]
        for parameter in operation.get("parameters", []):
            parameter["schema"] = endpoint.binding.schema(parameter["name"])
        _complete(operation, endpoint)
        if endpoint.route.accepts:
            operation["responses"]["202"] = _accepted(endpoint, components)
    defaults.put_into_words(components)
    return schema_names.settle(found)


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
        description=_description(endpoint),
        operation_id=route.name,
        status_code=route.status,
        tags=[tags.of(route)],
    )(described)


def _description(endpoint: Endpoint) -> str:
    """Return what the docstring of a handler's file says after its first line, which is the summary."""
    text = inspect.cleandoc(endpoint.function.__globals__["__doc__"])
    return " ".join(text.partition("\n")[2].split())


def _parameter(binding: Binding, name: str, hint: Any) -> inspect.Parameter:
    kind, field = annotation(hint)
    place = Path if binding.place(name) == "path" else Query
    default = binding.defaults[name].default
    wanted: Any = Annotated[
        kind if default is not None else kind | None, place(description=getattr(field, "description", None))
    ]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=wanted)


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
        "headers": refusals.described(headers),
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
    for status in sorted(refusals.statuses(route, operation)):
        responses[str(status)] = refusals.refusal(status, route)
    headers = _headers(route, polled=endpoint.binding.is_polled)
    if endpoint.current:
        headers |= refusals.described({"ETag": "Of what is there now: send it as If-Match with the next change."})
    responses[str(route.status)]["headers"] = headers
    operation["parameters"] = [*operation.get("parameters", []), *request_headers.parameters(endpoint)]
    operation["security"] = [] if route.access is Access.PUBLIC else [{"accessToken": []}]


def _headers(route: Route, *, polled: bool) -> dict[str, Any]:
    names = {"X-Request-Id": "Names the request in the logs."}
    if route.method == "GET":
        names["ETag"] = "Send as If-None-Match to receive 304 while nothing has changed."
    if route.location:
        names["Location"] = "Where to read what was made."
    if route.limit:
        names["RateLimit-Policy"] = refusals.HEADERS["RateLimit-Policy"]
        names["RateLimit"] = f"What is left of {route.limit.count} calls in {route.limit.seconds} s."
    if route.method == "POST" and route.transacts:
        names["Idempotency-Replayed"] = "`true` where the answer is that of an earlier request with the same key."
    if polled:
        names["Retry-After"] = RETRY_AFTER
    return refusals.described(names)
