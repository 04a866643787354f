"""The one clock: rules never ask PostgreSQL or Python for the time, they are given this one's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC) + _offset


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Let the clock run on from `instant` inside the block; for tests and bundle smoke tests."""
    global _offset  # noqa: PLW0603 - one clock a process is the point
    before, _offset = _offset, instant - datetime.now(UTC)
    try:
        yield
    finally:
        _offset = before
