"""The tracks of a learner are listed to that learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
