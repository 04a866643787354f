"""What an organization's authors write is listed to authors and reviewers."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import item

CASE = EndpointCase(
    request=lambda client: Request(path={"organization": item(client)["organization"]}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}),
        tried(403, path={"organization": "no-such"}),
    ],
    permission="content.read",
)
