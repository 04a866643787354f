"""A reviewer reviews what somebody else wrote."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import item

REVIEW = {"verdict": "approved"}
THEIRS = {"kind": "track", "slug": "fundamentals", "revision": "1"}


def reviewed(client: Client) -> Request:
    """Let somebody save a draft; return how another one reviews it."""
    return Request(path={**item(client), "revision": "1"}, body=REVIEW, sender=client.newcomer().id)


CASE = EndpointCase(
    request=reviewed,
    intrusions=lambda world: [
        tried(
            403,
            path={"organization": world.tenant.slug, "kind": "track", "slug": "fundamentals", "revision": "1"},
            body=REVIEW,
        ),
        tried(
            403, path={"organization": "no-such", "kind": "track", "slug": "fundamentals", "revision": "1"}, body=REVIEW
        ),
    ],
    permission="content.review",
)
