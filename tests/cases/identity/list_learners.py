"""Learners are found by those who may list members."""

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"search": "learner"}),
    intrusions=refused(query={"search": "victims"}),
    permission="members.read",
)
