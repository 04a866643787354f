"""What an address is mailed nothing of is shown to administrators."""

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"email": "ada@example.com"}),
    intrusions=refused(query={"email": "victim@example.com"}),
    permission="members.manage",
)
