"""Published events are deleted after a month."""

from datetime import timedelta

from tests.support.cases import EVENING, JobCase

CASE = JobCase(due=EVENING + timedelta(days=40))
