"""The newest notification and all before it are marked."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def newest(client: Client) -> Request:
    """Return the learner's newest notification."""
    return Request(body={"notification_id": client.send("list_notifications")["items"][0]["id"]})


CASE = EndpointCase(
    request=newest, intrusions=lambda world: [tried(404, body={"notification_id": str(world.made["notification"])})]
)
