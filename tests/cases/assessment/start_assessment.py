"""A learner has one open assessment of a kind, so each request has a new learner."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(body={"type": "initial"}, sender=client.newcomer().id),
    intrusions=lambda _: [tried(201, body={"type": "periodic"})],
    varies=frozenset({"questions"}),
)
