"""A published item is archived; each request archives one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import published

THEIRS = {"kind": "track", "slug": "fundamentals"}


def archived(client: Client) -> Request:
    """Publish a track; return how it is archived."""
    made = published(client)
    path = {name: made[name] for name in ("organization", "kind", "slug")}
    return Request(path=path, body={"archived": True})


CASE = EndpointCase(
    request=archived,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}, body={"archived": True}),
        tried(403, path={"organization": "no-such", **THEIRS}, body={"archived": True}),
    ],
    permission="content.archive",
)
