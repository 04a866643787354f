"""A streak is shown to its learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
