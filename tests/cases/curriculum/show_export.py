"""An export is shown to who reads drafts."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.made import organization


def exporting(client: Client) -> Request:
    """Begin the export of an organization made for it; return how it is looked at."""
    path = {"organization": organization(client)}
    made = client.send("begin_export", Request(path=path, body={}))
    return Request(path={**path, "export_id": made["id"]})


CASE = EndpointCase(
    request=exporting,
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "export_id": str(uuid.uuid4())}),
        tried(403, path={"organization": "no-such", "export_id": str(uuid.uuid4())}),
    ],
    permission="content.read",
)
