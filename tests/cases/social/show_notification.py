"""The newest notification of the learner's own."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def newest(client: Client) -> Request:
    """Return how to read the newest notification."""
    return Request(path={"notification_id": client.send("list_notifications")["items"][0]["id"]})


CASE = EndpointCase(
    request=newest,
    intrusions=lambda world: [tried(404, path={"notification_id": str(world.made["notification"])})],
)
