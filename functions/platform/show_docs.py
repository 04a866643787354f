"""Show the API's documentation, to read and to try."""

from progressive_flow.kernel.http.endpoint import Access, get
from progressive_flow.kernel.http.responses import HTML
from progressive_flow.kernel.openapi import document


@get("/v1/docs", access=Access.PUBLIC, capabilities=(), cache="public, max-age=300", produces=HTML)
def handler() -> str:
    return document.page()
