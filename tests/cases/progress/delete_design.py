"""A design that was saved just before is deleted."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Client, Request, example


def saved(client: Client) -> Request:
    """Save a design; return how to delete it."""
    client.send("save_design", Request(path=LEVEL, body=example("save_design")))
    return Request(path=LEVEL)


CASE = EndpointCase(
    request=saved,
    intrusions=lambda world: [tried(404, path={**LEVEL, "slug": world.challenge}), tried(204, path=LEVEL)],
)
