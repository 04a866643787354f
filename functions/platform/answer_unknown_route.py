"""Answer requests that match no route: 404, or 405 with the methods that would."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.kernel.http.endpoint import any_method
from progressive_flow.kernel.openapi import unknown_route


@any_method("$default")
def handler(event: Mapping[str, Any]) -> dict[str, Any]:
    return unknown_route.refuse_unknown_route(event)
