"""Authors and reviewers try a submission on a draft."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import item, submission


def submitted(client: Client) -> Request:
    """Save the draft of a challenge; return how a design is submitted to it."""
    made = item(client, "challenge")
    path = {name: made[name] for name in ("organization", "slug")}
    return Request(path=path, body={"level": 1, "submission": submission()})


CASE = EndpointCase(
    request=submitted,
    intrusions=lambda world: [
        tried(
            403,
            path={"organization": world.tenant.slug, "slug": "url-shortener"},
            body={"level": 1, "submission": submission()},
        ),
    ],
    permission="content.read",
)
