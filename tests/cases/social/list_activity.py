"""What a learner did is listed to that learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
