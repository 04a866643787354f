"""A learner's notifications are listed to that learner."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"unread": "true"}),
    intrusions=lambda _: [tried(200, query={"limit": 100, "unread": unread}) for unread in ("true", "false")],
)
