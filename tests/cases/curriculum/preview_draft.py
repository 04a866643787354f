"""Authors and reviewers see a draft as learners will."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import item


def previewed(client: Client) -> Request:
    """Save the draft of a challenge; return how it is previewed."""
    made = item(client, "challenge")
    return Request(path={name: made[name] for name in ("organization", "slug")})


CASE = EndpointCase(
    request=previewed,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "slug": "url-shortener"}),
        tried(403, path={"organization": "no-such", "slug": "url-shortener"}),
    ],
    permission="content.read",
    round_trips=3,  # levels are written out of the document before the database says which tests learners see
)
