"""A decision is appealed by whose work it is about; each request appeals against one that it made."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.moderating import decided_case

NOTE = {"note": "It is right."}


def appealing(client: Client) -> Request:
    """Decide a case; return how its author appeals."""
    case = decided_case(client)
    return Request(path={"case_id": case.path["case_id"]}, body=NOTE, sender=case.author)


CASE = EndpointCase(
    request=appealing,
    intrusions=lambda world: [tried(404, path={"case_id": str(world.made["moderation_case"])}, body=NOTE)],
    generated=5,
)
