"""A dashboard is its learner's."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
