"""An organization is shown to its members."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"organization": "public"}),
    intrusions=lambda world: [tried(404, path={"organization": world.tenant.slug})],
)
