"""A learner is shown to those who may read the progress of single learners."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(path={"user_id": str(client.id)}),
    intrusions=lambda world: [tried(403, path={"user_id": str(world.victim.id)})],
    permission="analytics.individual",
)
