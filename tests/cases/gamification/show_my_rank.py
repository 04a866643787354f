"""Neighbours on a leaderboard are named as they wish."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

LEADERBOARD = {"period": "all_time", "metric": "xp"}
CASE = EndpointCase(
    request=lambda _: Request(path=LEADERBOARD),
    intrusions=lambda world: [
        tried(200, path=LEADERBOARD, query={"neighbours": 25}),
        tried(404, path={**LEADERBOARD, "period": "daily"}, query=world.scope),
    ],
)
