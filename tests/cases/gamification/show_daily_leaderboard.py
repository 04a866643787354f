"""The day's board shows names of those alone who let others see them."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
