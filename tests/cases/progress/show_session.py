"""A session of the learner's own, which each request begins."""

from tests.cases.progress.change_session import SESSION
from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def begun(client: Client) -> Request:
    """Begin a session; return how to read it."""
    return Request(path={"session_id": client.send("start_session", Request(body=SESSION))["id"]})


CASE = EndpointCase(
    request=begun,
    intrusions=lambda world: [tried(404, path={"session_id": str(world.made["session"])})],
)
