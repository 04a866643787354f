"""A session of the learner's own: the last one, since beginning another would end the one that another case is about."""

from tests.cases.progress.change_session import SESSION
from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def known(client: Client) -> Request:
    """Return how to read the last session, which begins if there is none."""
    sessions = client.send("list_sessions", Request())["items"] or [client.send("start_session", Request(body=SESSION))]
    return Request(path={"session_id": sessions[0]["id"]})


CASE = EndpointCase(
    request=known,
    intrusions=lambda world: [tried(404, path={"session_id": str(world.made["session"])})],
)
