"""A learner reveals the next hint of a level, or the last one again."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Client, Request


def next_hint(client: Client) -> Request:
    """Return the first hint that is not revealed yet, or the last."""
    hints = client.send("show_hints", Request(path=LEVEL))["items"]
    hidden = [each["hint_number"] for each in hints if not each["revealed"]]
    return Request(path=LEVEL, body={"hint_number": min(hidden, default=len(hints))})


CASE = EndpointCase(
    request=next_hint,
    intrusions=lambda world: [
        tried(404, path={**LEVEL, "slug": world.challenge}, body={"hint_number": 1}),
        tried(201, path=LEVEL, body={"hint_number": 1}),
    ],
)
