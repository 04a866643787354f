"""The diagram of another learner's attempt is not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Client, Request


def newest(client: Client) -> Request:
    """Return the learner's newest attempt."""
    attempts = client.send("list_attempts", Request(path=LEVEL))["items"]
    return Request(path={"attempt_id": attempts[0]["id"]})


CASE = EndpointCase(request=newest, intrusions=lambda world: [tried(404, path={"attempt_id": world.attempt})])
