"""An invitation is revoked by those who manage members."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import invitation

CASE = EndpointCase(
    request=lambda client: Request(path=invitation(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "invitation_id": str(uuid.uuid4())}),
        tried(403, path={"organization": "no-such", "invitation_id": str(uuid.uuid4())}),
    ],
    permission="members.manage",
)
