"""An import is shown to who loads content."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import planned_import

CASE = EndpointCase(
    request=lambda client: Request(path=planned_import(client)),
    intrusions=lambda world: [
        tried(403, path={"organization": world.tenant.slug, "import_id": str(uuid.uuid4())}),
        tried(403, path={"organization": "no-such", "import_id": str(uuid.uuid4())}),
    ],
    permission="content.import",
)
