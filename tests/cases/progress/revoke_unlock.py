"""A grant is taken back by those who may override grades; each request makes the grant that it takes back."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def taken_back(client: Client) -> Request:
    """Grant a challenge to a newcomer and take it back."""
    learner = str(client.newcomer().id)
    client.send("grant_unlocks", Request(body={"user_id": learner, "challenge_slugs": ["pastebin"], "reason": "test"}))
    return Request(path={"user_id": learner, "slug": "pastebin"}, query={"reason": "test"})


CASE = EndpointCase(
    request=taken_back,
    intrusions=lambda world: [
        tried(403, path={"user_id": str(world.victim.id), "slug": "url-shortener"}, query={"reason": "mischief"})
    ],
    permission="grades.override",
)
