"""A learner exports what is their own; few exports are allowed, so each request has a new learner."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(sender=client.newcomer().id),
    intrusions=lambda world: [tried(422, query={"user_id": str(world.victim.id)}), tried(201)],
    varies=frozenset({"bytes"}),  # times are written with a varying number of digits
)
