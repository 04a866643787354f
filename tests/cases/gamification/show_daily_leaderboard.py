"""The daily leaderboard shows names of those alone who let others see them."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
