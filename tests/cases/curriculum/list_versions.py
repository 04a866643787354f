"""Authors and reviewers list the versions of an item."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import item

THEIRS = {"kind": "track", "slug": "fundamentals"}

CASE = EndpointCase(
    request=lambda client: Request(path=item(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}),
        tried(403, path={"organization": "no-such", **THEIRS}),
    ],
    permission="content.read",
)
