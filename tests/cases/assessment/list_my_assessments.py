"""A learner's assessments are listed to that learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
