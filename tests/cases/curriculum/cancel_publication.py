"""A publication is cancelled while it is scheduled; each request cancels one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import published

THEIRS = {"kind": "track", "slug": "fundamentals", "publication_id": "00000000-0000-7000-8000-000000000009"}

CASE = EndpointCase(
    request=lambda client: Request(path=published(client, scheduled_at="2199-01-01T00:00:00Z")),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}),
        tried(403, path={"organization": "no-such", **THEIRS}),
    ],
    permission="content.publish",
)
