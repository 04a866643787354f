"""Totals are shown to their learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
