"""Show the OpenAPI document of this API.

Needs no token. The document lists every endpoint with its parameters, bodies and refusals.
"""

from typing import Any

from progressive_flow.kernel.http.endpoint import Access, get
from progressive_flow.kernel.openapi import document


@get("/v1/openapi.json", access=Access.PUBLIC, capabilities=(), cache="public, max-age=300")
def handler() -> dict[str, Any]:
    return document.document()
