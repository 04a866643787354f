"""A track is everybody's, the enrolment the learner's."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"slug": "systems"}),
    intrusions=lambda world: [
        tried(404, path={"slug": world.tenant.ref("fundamentals")}),
        tried(200, path={"slug": "systems"}),
    ],
)
