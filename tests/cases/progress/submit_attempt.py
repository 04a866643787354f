"""An attempt at another organization's level is refused; an Idempotency-Key is its learner's."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Request, passing
from tests.support.organizations import KEY

CASE = EndpointCase(
    request=lambda _: Request(path=LEVEL, body=passing()),
    intrusions=lambda world: [
        tried(404, path={**LEVEL, "slug": world.challenge}, body=passing()),
        tried(201, path=LEVEL, body=passing(), headers={"idempotency-key": KEY}),
    ],
)
