"""The measurement is a log line."""

from tests.support.cases import JobCase

CASE = JobCase(idle="it reads")
