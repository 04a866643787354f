"""A member's roles are saved by those who manage members."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda client: Request(
        path={"organization": "public", "user_id": str(client.newcomer().id)}, body={"roles": ["learner"]}
    ),
    intrusions=lambda world: [
        tried(
            403,
            path={"organization": world.tenant.slug, "user_id": str(world.victim.id)},
            body={"roles": ["org_admin"]},
        ),
    ],
    permission="members.manage",
)
