"""Who loads content applies a planned import."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import planned_import

CASE = EndpointCase(
    request=lambda client: Request(path=planned_import(client), body={}),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "import_id": str(uuid.uuid4())}, body={}),
        tried(403, path={"organization": "no-such", "import_id": str(uuid.uuid4())}, body={}),
    ],
    permission="content.import",
)
