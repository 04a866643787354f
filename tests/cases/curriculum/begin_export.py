"""Who reads drafts exports them."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import organization

CASE = EndpointCase(
    request=lambda client: Request(path={"organization": organization(client)}, body={}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body={}),
        tried(403, path={"organization": world.tenant.slug}, body={"track": "fundamentals"}),
        tried(403, path={"organization": "no-such"}, body={}),
    ],
    permission="content.read",
)
