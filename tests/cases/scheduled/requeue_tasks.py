"""The class queues no tasks."""

from tests.support.cases import JobCase

CASE = JobCase(idle="no task waits")
