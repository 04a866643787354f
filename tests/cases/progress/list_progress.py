"""The challenges open to a learner are listed to that learner."""

from tests.support.cases import EndpointCase
from tests.support.clients import Request

CASE = EndpointCase(request=lambda _: Request(query={"status": "in_progress"}))
