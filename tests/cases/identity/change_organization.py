"""An organization is changed by its administrators."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"organization": "public"}, body={"name": "Public"}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body={"name": "Mallory's"}),
        tried(403, path={"organization": "no-such"}, body={"name": "Mallory's"}),
    ],
    permission="organization.manage",
)
