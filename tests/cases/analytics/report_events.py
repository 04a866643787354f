"""A learner's client reports that the learner left a challenge; what is another organization's is not kept."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

SESSION = "01890a5d-ac96-774b-bcce-b302099a8057"


def left(slug: str) -> dict[str, object]:
    """Return a report that a challenge was left."""
    item = {"kind": "challenge", "slug": slug}
    return {
        "session_id": SESSION,
        "events": [{"kind": "item_left", "item": item, "seconds": 60, "at": "2026-03-01T09:30:00Z"}],
    }


CASE = EndpointCase(
    request=lambda _: Request(body=left("url-shortener")),
    intrusions=lambda world: [tried(202, body=left(world.challenge)), tried(202, body=left("no-such:no-such"))],
)
