"""Closed leaderboards of another organization are not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

LEADERBOARD = {"period": "daily", "metric": "xp"}
CASE = EndpointCase(
    request=lambda _: Request(path=LEADERBOARD),
    intrusions=lambda world: [
        tried(200, path=LEADERBOARD, query={"top": 100}),
        tried(404, path=LEADERBOARD, query=world.scope),
    ],
)
