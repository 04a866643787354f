"""The platform's health is public."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
