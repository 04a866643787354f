"""A case is shown to who reported, and to whose work it is about."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.moderating import open_case


def showing(client: Client) -> Request:
    """Report an image; return how the case is shown to who reported it."""
    case = open_case(client)
    return Request(path={"case_id": case.path["case_id"]}, sender=case.reporter)


CASE = EndpointCase(
    request=showing,
    intrusions=lambda world: [tried(404, path={"case_id": str(world.made["moderation_case"])})],
)
