"""A learner has not read a page after all."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import read_page

CASE = EndpointCase(
    request=lambda client: Request(path=read_page(client)),
    intrusions=lambda world: [tried(404, path={"slug": world.tenant.ref("members-only-page")})],
)
