"""A learner's part of the ledger is listed to that learner."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
