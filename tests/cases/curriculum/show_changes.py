"""What changed in a draft is shown to authors and reviewers."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import item

CASE = EndpointCase(
    request=lambda client: Request(path=item(client), query={"since": 1}),
    intrusions=lambda world: [
        tried(
            403, path={"organization": world.tenant.slug, "kind": "track", "slug": "fundamentals"}, query={"since": 1}
        ),
        tried(403, path={"organization": "no-such", "kind": "track", "slug": "fundamentals"}, query={"since": 1}),
    ],
    permission="content.read",
)
