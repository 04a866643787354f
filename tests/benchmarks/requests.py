"""A good request for every endpoint, as the event that API Gateway would send."""

import json
import re
import uuid
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.openapi import document
from progressive_flow_local.gateway.events import Request, translate
from tests.support import tokens
from tests.support.content import reference_design

CHALLENGE = "url-shortener"
LEVEL = "1"
ATTEMPTS = f"/v1/challenges/{CHALLENGE}/levels/{LEVEL}/attempts"
GROUPS = {"cognito:groups": "[platform_admin]"}
PARAMETER = re.compile(r"\{(\w+)\}")


def endpoint(name: str) -> Endpoint:
    """Return the endpoint of that name."""
    return next(each for each in registry.endpoints() if each.route.name == name)


def event(
    wanted: Endpoint,
    learner: uuid.UUID,
    *,
    key: str | None = None,
    body: Any = None,
    query: str = "",
    **parameters: str,
) -> dict[str, Any]:
    """Return a request of `learner` to an endpoint; what is not given is what usually works."""
    route = wanted.route
    known = {name: parameters.get(name) or _usual(name, route.path) for name in PARAMETER.findall(route.path)}
    headers = {"host": "localhost", "content-type": "application/json", "user-agent": "benchmark"}
    if key:
        headers["idempotency-key"] = key
    path = route.path.format_map(known)
    request = Request(route.method, path.encode(), query, headers, [], ("127.0.0.1", 1))
    claims = {**{name: str(value) for name, value in tokens.claims(learner).items()}, **GROUPS}
    if body is None and route.method in {"POST", "PUT", "PATCH"} and _takes_body(wanted):
        body = usual_body(wanted, learner)
    return translate(request, route.key, known, b"" if body is None else json.dumps(body).encode(), claims)


def _usual(parameter: str, path: str) -> str:
    values = {
        "slug": "systems" if "/tracks/" in path else CHALLENGE,
        "level": LEVEL,
        "period": "all_time",
        "metric": "xp",
    }
    return values.get(parameter) or str(uuid.uuid4())


def _operation(wanted: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = document.document()["paths"][wanted.route.path][wanted.route.method.lower()]
    return operation


def _takes_body(wanted: Endpoint) -> bool:
    return "requestBody" in _operation(wanted)


def usual_body(wanted: Endpoint, learner: uuid.UUID) -> Any:
    """Return a body that is accepted: the OpenAPI document's example, about ourselves where it names a user."""
    if wanted.route.name == "submit_attempt":
        return {"kind": "system_design", "design": passing_design()}
    reference: str = _operation(wanted)["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = document.document()["components"]["schemas"][reference.rpartition("/")[2]]
    body = dict(schema["examples"][0])
    return {**body, "user_id": str(learner)} if "user_id" in body else body


def passing_design() -> dict[str, Any]:
    """Return a design that passes."""
    return reference_design(CHALLENGE)


def failing_design() -> dict[str, Any]:
    """Return one of the same size that fails, not by far: nothing asks its cache."""
    design = reference_design(CHALLENGE)
    caches = {node["id"] for node in design["nodes"] if node["type"] == "cache"}
    return {**design, "edges": [edge for edge in design["edges"] if edge["to"] not in caches]}
