"""Everybody submits to the same day, each an attempt of their own."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.content import EMPTY

CASE = EndpointCase(
    request=lambda _: Request(body={"kind": "system_design", "design": EMPTY}),
    intrusions=lambda _: [tried(201, body={"kind": "system_design", "design": EMPTY})],
)
