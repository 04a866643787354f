"""Closed boards of another organization are not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

BOARD = {"period": "daily", "metric": "xp"}
CASE = EndpointCase(
    request=lambda _: Request(path=BOARD),
    intrusions=lambda world: [tried(200, path=BOARD, query={"top": 100}), tried(404, path=BOARD, query=world.scope)],
)
