"""The first night after a month."""

from datetime import UTC, datetime

from tests.support.cases import JobCase

CASE = JobCase(due=datetime(2026, 6, 1, 0, 2, tzinfo=UTC))
