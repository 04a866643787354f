"""A leaderboard shows names of those alone who let others see them."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

LEADERBOARD = {"period": "all_time", "metric": "xp"}
DAILY = {**LEADERBOARD, "period": "daily"}
CASE = EndpointCase(
    request=lambda _: Request(path=LEADERBOARD),
    intrusions=lambda world: [
        tried(200, path=DAILY, query={"limit": 100}),
        tried(200, path=LEADERBOARD, query={"limit": 100}),
        tried(404, path=DAILY, query=world.scope),
    ],
)
