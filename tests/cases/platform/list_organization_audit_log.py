"""What was done in an organization is read by its administrators."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"organization": "public"}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="organization.audit",
)
