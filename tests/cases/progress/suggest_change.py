"""A learner asks what would help a failed attempt; another learner's attempt is not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Client, Request
from tests.support.content import EMPTY


def failed(client: Client) -> Request:
    """Return the learner's newest attempt that failed, or one made now."""
    attempts = client.send("list_attempts", Request(path=LEVEL))["items"]
    if not (ids := [row["id"] for row in attempts if not row["passed"]]):
        body = {"kind": "system_design", "design": EMPTY}
        ids = [client.send("submit_attempt", Request(path=LEVEL, body=body))["id"]]
    return Request(path={"attempt_id": ids[0]})


CASE = EndpointCase(request=failed, intrusions=lambda world: [tried(404, path={"attempt_id": world.attempt})])
