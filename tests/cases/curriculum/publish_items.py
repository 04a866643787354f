"""Revisions that were checked are published as one; each request publishes what it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import checked

BODY = {"items": [{"kind": "track", "slug": "made-track", "revision": 1}], "changelog": "The first version."}


def made(client: Client) -> Request:
    """Return a request that publishes a track."""
    return Request(path={"organization": checked(client)["organization"]}, body=BODY)


CASE = EndpointCase(
    request=made,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body=BODY),
        tried(403, path={"organization": "no-such"}, body=BODY),
    ],
    permission="content.publish",
)
