"""The one clock: rules never ask PostgreSQL or Python for the time, they are given this one's."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC) + _offset


@contextmanager
def moved_to(instant: datetime) -> Iterator[None]:
    """Let the clock run on from `instant` inside the block; for tests and bundle smoke tests.

    It moves for all threads, so the main one alone moves it: two that end in another order than they began would leave it moved.
    """
    global _offset  # noqa: PLW0603 - one clock a process is the point
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("The clock is moved for the whole process: move it before the threads begin.")
    before, _offset = _offset, instant - datetime.now(UTC)
    try:
        yield
    finally:
        _offset = before
