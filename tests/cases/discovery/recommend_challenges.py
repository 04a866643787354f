"""Nothing of another organization is recommended."""

from tests.support.cases import EndpointCase, tried

CASE = EndpointCase(intrusions=lambda _: [tried(200, query={"count": 20})])
