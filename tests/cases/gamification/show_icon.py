"""Icons are public."""

from progressive_flow.gamification.icons import files
from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

FILE = str(files.address(files.named("skills", "consensus"))).rpartition("/")[2]
ICON = {"kind": "skills", "file": FILE}
CASE = EndpointCase(request=lambda _: Request(path=ICON), intrusions=lambda _: [tried(200, path=ICON)])
