"""A month is moved when it ended more than a year ago."""

from datetime import UTC, datetime

from tests.support.cases import JobCase

CASE = JobCase(due=datetime(2027, 7, 2, 4, 20, tzinfo=UTC))
