"""A learner puts points of their own into a skill."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

SKILL = {"slug": "durable-writes"}
CASE = EndpointCase(
    request=lambda _: Request(path=SKILL, body={"points": 1}),
    intrusions=lambda _: [tried(409, path=SKILL, body={"points": 1_000})],
)
