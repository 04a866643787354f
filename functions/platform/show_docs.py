"""Show the API's documentation, to read and to try."""

from aws_lambda_powertools.event_handler import Response

from progressive_flow import openapi
from progressive_flow.http import Access, get


@get("/v1/docs", access=Access.PUBLIC, needs=(), cache="public, max-age=300", produces="text/html")
def handler() -> Response[str]:
    return openapi.page()
