"""Show the API's documentation, to read and to try."""

from progressive_flow import openapi
from progressive_flow.answers import HTML
from progressive_flow.http import Access, get


@get("/v1/docs", access=Access.PUBLIC, needs=(), cache="public, max-age=300", produces=HTML)
def handler() -> str:
    return openapi.page()
