"""An organization's cases are listed to who decides them."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.moderating import open_case

CASE = EndpointCase(
    request=lambda client: Request(path={"organization": open_case(client).path["organization"]}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="moderation.decide",
)
