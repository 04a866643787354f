"""Organizations are created by the platform's administrator; each request creates another one."""

import uuid

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(body={"slug": f"made-{uuid.uuid4().hex}", "name": "Made"}),
    intrusions=refused(body={"slug": "mallorys", "name": "Mallory's"}),
    permission="organization.manage",
    varies=frozenset({"slug"}),
)
