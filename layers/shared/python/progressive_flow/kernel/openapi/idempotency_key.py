"""The parameter Idempotency-Key in the document, with how long a route replays its answer."""

from typing import Any

from progressive_flow.kernel.declarations.models import Route

DESCRIPTION = "Repeat the request with the same key and it is answered again, not done again. Kept {kept}."
SCHEMA = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}


def parameter(route: Route) -> dict[str, Any]:
    """Return the parameter of a route that honours the key."""
    hours, minutes = divmod(route.replays_for // 60, 60)
    description = DESCRIPTION.format(kept=f"{hours} hours" if hours else f"{minutes} minutes")
    return {"name": "Idempotency-Key", "in": "header", "required": False, "description": description, "schema": SCHEMA}
