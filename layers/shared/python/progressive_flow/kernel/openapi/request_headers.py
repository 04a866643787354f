"""The headers that a request may carry, for the document."""

from typing import Any

from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http.endpoint import Endpoint

KEY = "Repeat the request with the same key and it is answered again, not done again. Kept {kept}."
KEY_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}
TAGS = {"type": "string", "maxLength": 1000}
IF_NONE_MATCH = "ETags that you have: the answer is 304 while one of them is the present one."
IF_MATCH = "ETag of what you read: the answer is 412 if it was changed since."


def parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    """Return the headers that an endpoint honours, beside Authorization."""
    route = endpoint.route
    if route.method == "GET":
        return [_parameter("If-None-Match", IF_NONE_MATCH, TAGS)]
    if route.method == "POST" and route.transacts and route.replays_for:
        return [_parameter("Idempotency-Key", KEY.format(kept=_kept(route)), KEY_SCHEMA)]
    return [_parameter("If-Match", IF_MATCH, TAGS)] if endpoint.current else []


def _kept(route: Route) -> str:
    hours, minutes = divmod(route.replays_for // 60, 60)
    return f"{hours} hours" if hours else f"{minutes} minutes"


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "description": description, "schema": schema}
