"""An upload is requested by who manages an organization's media."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import new_upload, organization


def requesting(client: Client) -> Request:
    """Make an organization; return how an upload is requested in it."""
    return Request(path={"organization": organization(client)}, body=new_upload())


CASE = EndpointCase(
    request=requesting,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body=new_upload()),
        tried(403, path={"organization": "no-such"}, body=new_upload()),
    ],
    permission="media.manage",
    varies=frozenset({"form"}),
)
