"""Neighbours on a board are named as they wish."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

BOARD = {"period": "all_time", "metric": "xp"}
CASE = EndpointCase(
    request=lambda _: Request(path=BOARD),
    intrusions=lambda world: [
        tried(200, path=BOARD, query={"neighbours": 25}),
        tried(404, path={**BOARD, "period": "daily"}, query=world.scope),
    ],
)
