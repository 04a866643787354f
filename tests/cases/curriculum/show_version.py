"""Authors and reviewers read what was published."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import published

THEIRS = {"kind": "track", "slug": "fundamentals", "version": "1"}


def of_version(client: Client) -> Request:
    """Publish a track; return how its version is read."""
    made = published(client)
    return Request(path={**{name: made[name] for name in ("organization", "kind", "slug")}, "version": "1"})


CASE = EndpointCase(
    request=of_version,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}),
        tried(403, path={"organization": "no-such", **THEIRS}),
    ],
    permission="content.read",
)
