"""The class publishes nothing."""

from tests.support.cases import JobCase

CASE = JobCase(idle="nothing is scheduled")
