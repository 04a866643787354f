"""A revision is published once it was checked; each request publishes one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import checked

THEIRS = {"kind": "track", "slug": "fundamentals"}
BODY = {"revision": 1, "changelog": "The first version."}

CASE = EndpointCase(
    request=lambda client: Request(path=checked(client), body=BODY),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, **THEIRS}, body=BODY),
        tried(403, path={"organization": "no-such", **THEIRS}, body=BODY),
    ],
    permission="content.publish",
)
