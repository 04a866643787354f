"""Show the API's documentation, to read and to try.

Answers with a self-contained page that shows this document, with forms to send requests.
"""

from progressive_flow.kernel.http.endpoint import Access, get
from progressive_flow.kernel.openapi import page


@get(
    "/v1/docs",
    access=Access.PUBLIC,
    capabilities=(),
    cache="public, max-age=300",
    produces=page.CONTENT_TYPE,
    headers=(("Content-Security-Policy", page.policy()),),
)
def handler() -> str:
    return page.page()
