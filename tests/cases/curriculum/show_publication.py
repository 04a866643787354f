"""Authors and reviewers see what became of a publication."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import published

THEIRS = {"kind": "track", "slug": "fundamentals", "publication_id": "00000000-0000-7000-8000-000000000009"}

CASE = EndpointCase(
    request=lambda client: Request(path=published(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}),
        tried(403, path={"organization": "no-such", **THEIRS}),
    ],
    permission="content.read",
)
