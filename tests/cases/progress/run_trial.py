"""A draft of another organization's level is not evaluated; what is evaluated is not recorded."""

from tests.support.cases import READ, EndpointCase, tried
from tests.support.clients import LEVEL, Request, passing

CASE = EndpointCase(
    request=lambda _: Request(path=LEVEL, body=passing()),
    intrusions=lambda world: [
        tried(404, path={**LEVEL, "slug": world.challenge}, body=passing()),
        tried(200, path=LEVEL, body=passing()),
    ],
    round_trips=READ + 2,  # the rate limiter's own, and the key's
)
