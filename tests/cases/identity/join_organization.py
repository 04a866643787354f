"""A learner joins by a code; each request joins an organization of its own."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization


def holding_a_code(client: Client) -> Request:
    """Make an organization and a code for it; return how a newcomer joins."""
    made = client.send("create_invitations", Request(path={"organization": organization(client)}, body={}))
    return Request(body={"code": made["code"]}, sender=client.newcomer().id)


CASE = EndpointCase(
    request=holding_a_code,
    intrusions=lambda world: [
        tried(404, body={"organization": world.tenant.slug}),
        tried(404, body={"organization": "no-such"}),
        tried(404, body={"invitation": str(uuid.uuid4())}),
        tried(404, body={"code": "0000-0000-0000-0000"}),
    ],
    varies=frozenset({"slug"}),
)
