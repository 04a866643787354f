"""The catalogue is everybody's."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
