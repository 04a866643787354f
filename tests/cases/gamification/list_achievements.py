"""What there is to achieve is everybody's."""

from tests.support.cases import EndpointCase
from tests.support.clients import Request

CASE = EndpointCase(request=lambda _: Request(query={"category": "speed"}))
