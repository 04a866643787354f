"""A learner begins sessions on what they may see."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import CHALLENGE, Request

SESSION = {"session_type": "challenge", "resource_id": CHALLENGE}
CASE = EndpointCase(
    request=lambda _: Request(body=SESSION),
    intrusions=lambda world: [
        tried(422, body={"session_type": "assessment", "resource_id": str(world.made["assessment"])}),
        tried(422, body={**SESSION, "resource_id": world.challenge}),
        tried(201, body=SESSION),
    ],
)
