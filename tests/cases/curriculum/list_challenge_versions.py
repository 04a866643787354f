"""A learner reads what changed of a challenge; one of another organization is not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import CHALLENGE, Request

CASE = EndpointCase(
    request=lambda _: Request(path={"slug": CHALLENGE}),
    intrusions=lambda world: [tried(404, path={"slug": world.challenge})],
)
