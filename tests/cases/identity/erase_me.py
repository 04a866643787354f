"""A learner is erased once, so each request has a new one."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.organizations import NAME


def farewell(client: Client) -> Request:
    """Return the confirmed erasure of a new learner."""
    learner = client.newcomer()
    return Request(query={"confirm": learner.send("show_me")["username"]}, sender=learner.id)


CASE = EndpointCase(
    request=farewell,
    intrusions=lambda world: [tried(422), tried(422, query={"confirm": NAME, "user_id": str(world.victim.id)})],
)
