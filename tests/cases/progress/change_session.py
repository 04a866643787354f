"""A session ends once, so each request begins one."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import CHALLENGE, Client, Request

SESSION = {"session_type": "challenge", "resource_id": CHALLENGE}


def ending(client: Client) -> Request:
    """Begin a session; return how to end it."""
    begun = client.send("start_session", Request(body=SESSION))
    return Request(path={"session_id": begun["id"]}, body={"state": "ended"})


CASE = EndpointCase(
    request=ending,
    intrusions=lambda world: [
        tried(404, path={"session_id": str(world.made["session"])}, body={"state": "ended"}),
    ],
)
