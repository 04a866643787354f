"""The leaderboard of another organization's challenge is not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import CHALLENGE, Request

CASE = EndpointCase(
    request=lambda _: Request(path={"slug": CHALLENGE}),
    intrusions=lambda world: [
        tried(404, path={"slug": world.challenge}),
        tried(200, path={"slug": CHALLENGE}, query={"limit": 100}),
    ],
)
