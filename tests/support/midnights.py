"""Lets a test marked `clock` begin two seconds before the next midnight, UTC."""

import time
from datetime import UTC, datetime, timedelta

import pytest

BEFORE = timedelta(seconds=2)
MAX_WAIT = timedelta(minutes=2)


def two_seconds_before() -> datetime:
    """Wait until two seconds before midnight; return that midnight. What a test needs stands by then."""
    now = datetime.now(UTC)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left = midnight - now - BEFORE
    if not timedelta() <= left <= MAX_WAIT:
        pytest.fail(f"It is {now:%H:%M:%S}: `make test-future` begins this test a minute before midnight.")
    time.sleep(left.total_seconds())
    return midnight
