"""A definition is shown to those who may read content that is not shown."""

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(path={"slug": "consensus"}),
    intrusions=refused(path={"slug": "consensus"}),
    permission="content.read",
)
