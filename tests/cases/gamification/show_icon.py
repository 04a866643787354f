"""Icons are public."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

ICON = {"file": "warm-start.svg"}
CASE = EndpointCase(request=lambda _: Request(path=ICON), intrusions=lambda _: [tried(200, path=ICON)])
