"""A learner sees the invitations to their own address."""

from tests.support.cases import EndpointCase

CASE = EndpointCase()
