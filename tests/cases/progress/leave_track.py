"""A learner follows a track no longer; others still do."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"slug": "systems"}),
    intrusions=lambda world: [
        tried(404, path={"slug": world.tenant.ref("fundamentals")}),
        tried(204, path={"slug": "systems"}),
    ],
)
