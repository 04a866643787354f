"""A draft is checked; asked for again, it is not."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import item

THEIRS = {"kind": "track", "slug": "fundamentals"}

CASE = EndpointCase(
    request=lambda client: Request(path=item(client), body={}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}, body={}),
        tried(403, path={"organization": "no-such", **THEIRS}, body={}),
    ],
    permission="content.read",
)
