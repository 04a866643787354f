"""Past days show nobody's attempts but the learner's."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
