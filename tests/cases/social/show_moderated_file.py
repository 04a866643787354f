"""The file of a case is shown to who decides it."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.moderating import open_case

CASE = EndpointCase(
    request=lambda client: Request(path=open_case(client).path),
    intrusions=lambda world: [
        tried(403, path={"organization": organization, "case_id": str(world.made["moderation_case"])})
        for organization in (world.tenant.slug, "no-such")
    ],
    permission="moderation.decide",
    generated=5,
    varies=frozenset({"url"}),
)
