"""The hints of another organization's challenge are not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Request

CASE = EndpointCase(
    request=lambda _: Request(path=LEVEL),
    intrusions=lambda world: [tried(404, path={**LEVEL, "slug": world.challenge}), tried(200, path=LEVEL)],
)
