"""The audit reports differences and keeps its place."""

from tests.support.cases import JobCase

CASE = JobCase(idle="it changes nothing that it compares")
