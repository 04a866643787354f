"""The day's challenge is everybody's, its attempt the learner's."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
