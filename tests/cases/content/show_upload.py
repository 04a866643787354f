"""An upload is shown to who manages an organization's media."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import upload

CASE = EndpointCase(
    request=lambda client: Request(path=upload(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "upload_id": str(uuid.uuid4())}),
        tried(403, path={"organization": "no-such", "upload_id": str(uuid.uuid4())}),
    ],
    permission="media.manage",
)
