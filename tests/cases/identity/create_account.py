"""An address has one account, so each request has its own."""

import uuid

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Request, example

CASE = EndpointCase(
    request=lambda _: Request(
        body={**example("create_account"), "email": f"{uuid.uuid4()}@example.com", "invite": False}
    ),
    intrusions=refused(body={"email": "mallory@example.com"}),
    permission="members.manage",
)
