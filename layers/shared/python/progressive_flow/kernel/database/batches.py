"""psycopg's pipeline, except that statements which are queued before a result is asked for leave in one packet.

Hand-written, since psycopg sends each statement by itself: a system call here, and a wake-up of the server, for each of them.
The methods that are replaced are not public, so a test counts the packets of psycopg's pinned version.
"""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.generators import send


class _Batches(psycopg.Pipeline):
    """A pipeline whose statements wait in libpq's buffer, which a request for results or the end of the pipeline empties."""

    def _communicate_gen(self) -> PQGen[None]:
        while self.command_queue:
            self.command_queue.popleft()()
        yield from ()

    def _sync_gen(self) -> PQGen[None]:
        self._enqueue_sync()
        yield from self._communicate_gen()
        yield from send(self.pgconn)  # what the socket did not take at once; psycopg's own way to communicate does this
        yield from self._fetch_gen(flush=False)

    def _exit_gen(self) -> PQGen[None]:
        # the end of a pipeline makes the server answer: psycopg would ask for that in a packet of its own
        return self._sync_gen()


class Connection(psycopg.Connection[Any]):
    """A connection whose pipeline sends in batches."""

    @contextmanager
    def pipeline(self) -> Iterator[psycopg.Pipeline]:
        """Run the block in a pipeline, which stands in no other one.

        Raises `psycopg.OperationalError` for a connection that the server closed while it was idle: with the first packet nobody
        would know any more that nothing was done, since COMMIT may be in it.
        """
        if self._pipeline is not None:
            raise RuntimeError("A transaction has one pipeline.")
        self._check_connection_ok()
        line = select.poll()
        line.register(self.pgconn.socket, select.POLLIN)
        while line.poll(0):  # the server's last words, and then that nothing follows
            self.pgconn.consume_input()
        batches = self._pipeline = _Batches(self)
        try:
            with batches:
                yield batches
        finally:
            self._pipeline = None
