"""An organization's imports are listed to who loads content."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import planned_import

CASE = EndpointCase(
    request=lambda client: Request(path={"organization": planned_import(client)["organization"]}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="content.import",
)
