"""An organization's uploads are listed to who manages its media."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import upload

CASE = EndpointCase(
    request=lambda client: Request(path={"organization": upload(client)["organization"]}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="media.manage",
)
