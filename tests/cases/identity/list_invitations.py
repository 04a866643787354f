"""An organization's invitations are listed to those who manage members."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import invitation


def invited(client: Client) -> Request:
    """Make an organization with an invitation; return how they are listed."""
    return Request(path={"organization": invitation(client)["organization"]})


CASE = EndpointCase(
    request=invited,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="members.manage",
)
