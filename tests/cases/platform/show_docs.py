"""The documentation is public."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
