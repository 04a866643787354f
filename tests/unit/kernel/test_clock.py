"""The one clock: moved within a block by the main thread, and by no other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from progressive_flow.kernel import clock

NOON = datetime(2026, 5, 6, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def move() -> None:
    """Move the clock and do nothing."""
    with clock.moved_to(NOON):
        pass


def test_it_runs_on_from_an_instant_and_is_set_back() -> None:
    before = clock.now()
    with clock.moved_to(NOON):
        assert NOON <= clock.now() < NOON + SECOND
        with clock.moved_to(NOON + timedelta(days=1)):
            assert clock.now() >= NOON + timedelta(days=1)
        assert NOON <= clock.now() < NOON + SECOND
    assert before <= clock.now()


def test_a_thread_beside_the_main_one_reads_it_and_does_not_move_it() -> None:
    before = clock.now()
    with ThreadPoolExecutor(1) as pool:
        with clock.moved_to(NOON):
            assert NOON <= pool.submit(clock.now).result() < NOON + SECOND
        with pytest.raises(RuntimeError, match="before the threads begin"):
            pool.submit(move).result()
    assert before <= clock.now()
