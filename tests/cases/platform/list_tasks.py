"""A learner's tasks are listed to that learner."""

from tests.support.cases import EndpointCase, asking_for_the_victim, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"state": "done"}),
    intrusions=lambda world: [*asking_for_the_victim(world), tried(200, query={"state": "done"})],
)
