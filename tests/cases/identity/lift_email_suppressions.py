"""Suppressions are lifted by administrators; each request unsubscribes the address that it lifts."""

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Client, Request
from tests.support.made import unsubscription_token


def suppressed(client: Client) -> Request:
    """Unsubscribe an address; return how that is lifted."""
    email, token = unsubscription_token(client)
    client.send("unsubscribe", Request(query={"token": token}))
    return Request(query={"email": email, "reason": "they asked for it"})


CASE = EndpointCase(
    request=suppressed,
    intrusions=refused(query={"email": "victim@example.com", "reason": "mischief"}),
    permission="members.manage",
)
