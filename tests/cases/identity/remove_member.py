"""A membership is ended by those who manage members; each request ends one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization


def joined(client: Client) -> Request:
    """Make an organization with one member; return how to remove them."""
    slug, learner = organization(client), client.newcomer()
    path = {"organization": slug, "user_id": str(learner.id)}
    client.send("save_member", Request(path=path, body={"roles": ["learner"]}))
    return Request(path=path)


CASE = EndpointCase(
    request=joined,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "user_id": str(world.victim.id)}),
        tried(403, path={"organization": "no-such", "user_id": str(world.victim.id)}),
    ],
    permission="members.manage",
)
