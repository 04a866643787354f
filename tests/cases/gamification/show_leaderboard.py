"""A board shows names of those alone who let others see them."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

BOARD = {"period": "all_time", "metric": "xp"}
DAILY = {**BOARD, "period": "daily"}
CASE = EndpointCase(
    request=lambda _: Request(path=BOARD),
    intrusions=lambda world: [
        tried(200, path=DAILY, query={"limit": 100}),
        tried(200, path=BOARD, query={"limit": 100}),
        tried(404, path=DAILY, query=world.scope),
    ],
)
