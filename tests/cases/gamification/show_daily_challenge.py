"""The daily challenge is everybody's, its attempt the learner's."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
