"""Each request changes the newest notification: from unread to read, then back."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def toggled(client: Client) -> Request:
    """Return the opposite of what the newest notification is."""
    newest = client.send("list_notifications")["items"][0]
    return Request(path={"notification_id": newest["id"]}, body={"is_read": not newest["is_read"]})


CASE = EndpointCase(
    request=toggled,
    intrusions=lambda world: [
        tried(404, path={"notification_id": str(world.made["notification"])}, body={"is_read": True})
    ],
)
