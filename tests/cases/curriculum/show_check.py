"""Authors and reviewers read what a check found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import checked

THEIRS = {"kind": "track", "slug": "fundamentals", "revision": "1"}

CASE = EndpointCase(
    request=lambda client: Request(path={**checked(client), "revision": "1"}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}),
        tried(403, path={"organization": "no-such", **THEIRS}),
    ],
    permission="content.read",
)
