"""A slug is taken once, so each request has its own."""

import uuid

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request, example

CASE = EndpointCase(
    request=lambda _: Request(body={**example("create_achievement"), "slug": f"created-{uuid.uuid4()}"}),
    intrusions=refused(body={"slug": "mine"}),
    permission="content.write",
)
