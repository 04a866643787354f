"""Runs what judges learners' code in processes of its own: one that is killed takes nothing else along.

Lambda gives each function environments of its own; here two processes do the work, since a judge uses a whole core.
"""

import multiprocessing
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow_judge.paths import IMAGE

PROCESSES = 2


def environment() -> dict[str, str]:
    """Return where the images that run learners' code are, and whether they are built."""
    return {"JUDGE_IMAGES": str(IMAGE), "JUDGE_BUILT": str(int((IMAGE / "built.json").is_file()))}


class Judges:
    """The processes, started with the first submission; those that ended are replaced with the next one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def invoke(self, module: str, event: dict[str, Any]) -> dict[str, Any]:
        """Let a function handle an event in one of the processes; return what it returns. Raises BrokenProcessPool."""
        try:
            return self._submit(module, event).result()
        except BrokenProcessPool:
            self._replace()
            raise

    def close(self) -> None:
        """End the processes."""
        self._replace()

    def _submit(self, module: str, event: dict[str, Any]) -> Future[dict[str, Any]]:
        with self._lock:
            if self._pool is None:
                # spawned, since this process has threads
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(PROCESSES, mp_context=context)
            return self._pool.submit(_handle, module, event)

    def _replace(self) -> None:
        with self._lock:
            broken, self._pool = self._pool, None
        if broken:
            broken.shutdown(wait=False, cancel_futures=True)


def _handle(module: str, event: dict[str, Any]) -> dict[str, Any]:
    """Handle an event as the function itself does, in this process."""
    function: Any = registry.load(module)
    returned: dict[str, Any] = function(event, None)
    return returned
