"""The audit log is read by those who may read it, whomever they ask for."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(query={"subject_type": "user", "subject_id": str(client.id)}),
    intrusions=lambda world: [tried(403, query={"subject_id": str(world.victim.id)})],
    permission="organization.audit",
)
