"""A member leaves; each request ends a membership that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization


def joined(client: Client) -> Request:
    """Make an organization with one member; return how the member leaves."""
    slug, learner = organization(client), client.newcomer()
    path = {"organization": slug, "user_id": str(learner.id)}
    client.send("save_member", Request(path=path, body={"roles": ["learner"]}))
    return Request(path={"organization": slug}, sender=learner.id)


CASE = EndpointCase(
    request=joined,
    intrusions=lambda world: [
        tried(404, path={"organization": world.tenant.slug}),
        tried(404, path={"organization": "no-such"}),
    ],
)
