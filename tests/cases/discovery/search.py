"""Nothing of another organization is found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"q": "cache"}),
    intrusions=lambda world: [
        tried(200, query={"q": "members only"}),
        tried(200, query={"q": "members only", "organization": world.tenant.slug}),
        tried(200, query={"q": "cache", "organization": "no-such"}),
    ],
)
