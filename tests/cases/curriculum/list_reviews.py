"""What reviewers said is listed to authors and reviewers."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import item

CASE = EndpointCase(
    request=lambda client: Request(path=item(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "kind": "track", "slug": "fundamentals"}),
        tried(403, path={"organization": "no-such", "kind": "track", "slug": "fundamentals"}),
    ],
    permission="content.read",
)
