"""Runs functions in processes of their own: what one of them does neither waits for others nor takes them along.

Lambda gives each function environments of its own; here a few processes do the work of some of them.
"""

import multiprocessing
import os
import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from progressive_flow.kernel.declarations import registry

LOOK_SECONDS = 1.0


class Processes:
    """At most so many processes, each started when it is first needed; those that ended are replaced."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def invoke(self, module: str, event: dict[str, Any]) -> dict[str, Any]:
        """Let a function handle an event in one of the processes; return what it returns. Raises BrokenProcessPool."""
        try:
            return self._submit(module, event).result()
        except BrokenProcessPool:
            self.stop()
            raise

    def stop(self) -> None:
        """End the processes once they have done what they are doing; the next event starts others."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, module: str, event: dict[str, Any]) -> Future[dict[str, Any]]:
        with self._lock:
            if self._pool is None:
                # spawned, since this process has threads
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._most, context, _end_with, (os.getpid(),))
            return self._pool.submit(_handle, module, event)


def _end_with(parent: int) -> None:
    """End this process when its parent is gone: the kernel would do so already when the thread that started it ends."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _handle(module: str, event: dict[str, Any]) -> dict[str, Any]:
    """Handle an event as the function itself does, in this process."""
    function: Any = registry.load(module)
    returned: dict[str, Any] = function(event, None)
    return returned
