"""Connections of each thread's own: what processes have on AWS, so that jobs may run at once in one test."""

import threading
from collections.abc import Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.database import connections


class PerThread(MutableMapping[str, psycopg.Connection]):
    """A dictionary that is another one in each thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    @property
    def _held(self) -> dict[str, psycopg.Connection]:
        held: dict[str, psycopg.Connection] = self._local.__dict__.setdefault("held", {})
        return held

    def __getitem__(self, role: str) -> psycopg.Connection:
        return self._held[role]

    def __setitem__(self, role: str, connection: psycopg.Connection) -> None:
        self._held[role] = connection

    def __delitem__(self, role: str) -> None:
        del self._held[role]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make the calls at the same moment, each on a thread and on connections of its own; return their results."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return call()
        finally:
            connections.disconnect()

    connections.disconnect()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(calls)) as pool:
        patch.setattr(connections, "_connections", PerThread())
        return list(pool.map(run, calls))
