"""Organizations are listed to those who belong to them."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
