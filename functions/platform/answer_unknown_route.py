"""Answer requests that match no route: 404, or 405 with the methods that would."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.http import any_method
from progressive_flow.platform import service


@any_method("$default")
def handler(event: Mapping[str, Any]) -> dict[str, Any]:
    return service.refuse_unknown_route(event)
