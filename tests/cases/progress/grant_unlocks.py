"""Challenges are opened for a learner by those who may override grades."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(
        body={"user_id": str(client.id), "challenge_slugs": ["caching-basics"], "reason": "test"}
    ),
    intrusions=lambda world: [
        tried(403, body={"user_id": str(world.victim.id), "challenge_slugs": ["pastebin"], "reason": "mischief"})
    ],
    permission="grades.override",
)
