"""Show the OpenAPI document of this API."""

from typing import Any

from progressive_flow import openapi
from progressive_flow.http import Access, get


@get("/v1/openapi.json", access=Access.PUBLIC, needs=(), cache="public, max-age=300")
def handler() -> dict[str, Any]:
    return openapi.document()
