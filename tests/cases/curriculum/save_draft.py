"""A draft is begun by an author; each request begins one."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization, track


def beginning(client: Client) -> Request:
    """Make an organization; return how a draft is begun in it."""
    path = {"organization": organization(client), "kind": "track", "slug": "made-track"}
    return Request(path=path, body={"document": track()})


CASE = EndpointCase(
    request=beginning,
    intrusions=lambda world: [
        tried(
            403,
            path={"organization": world.tenant.slug, "kind": "track", "slug": "made-track"},
            body={"document": track()},
        ),
    ],
    permission="content.write",
)
