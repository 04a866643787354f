"""Who loads content imports a zip."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import zip_to_import


def planning(client: Client) -> Request:
    """Make an organization with a zip; return how its import is planned."""
    path = zip_to_import(client)
    return Request(path={"organization": path["organization"]}, body={"upload_id": path["upload_id"]})


CASE = EndpointCase(
    request=planning,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug}, body={"upload_id": str(uuid.uuid4())}),
        tried(403, path={"organization": "no-such"}, body={"upload_id": str(uuid.uuid4())}),
    ],
    permission="content.import",
)
