"""A case is decided by a moderator; each request decides one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.moderating import open_case

DECISION = {"decision": "delete", "reason": "It is wrong."}

CASE = EndpointCase(
    request=lambda client: Request(path=open_case(client).path, body=DECISION),
    intrusions=lambda world: [
        tried(403, path={"organization": organization, "case_id": str(world.made["moderation_case"])}, body=DECISION)
        for organization in (world.tenant.slug, "no-such")
    ],
    permission="moderation.decide",
    generated=5,
)
