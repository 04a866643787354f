"""Runs handlers as a Lambda environment does: one at a time in a process, each with a context and a time limit."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from progressive_flow.kernel.declarations.models import LambdaHandler

ACCOUNT_ID = "123456789012"  # as in AWS's documentation, and moto's
REGION = "us-east-1"
LOG = logging.getLogger("progressive_flow_local")


@dataclass(slots=True)
class Context:
    """The context object that the Lambda runtime passes to a handler."""

    function_name: str
    timeout: float
    memory_limit_in_mb: int = 512
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    function_version: str = "$LATEST"
    log_group_name: str = ""
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None
    _started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """Return the name AWS would give this function in the local account."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return how long the handler may still run."""
        return max(0, int((self._started + self.timeout - time.monotonic()) * 1000))


class ExitError(RuntimeError):
    """A handler tried to end its process."""


Task = Callable[[], None]


class Environment:
    """One thread that runs handlers one after the other, since they share a connection and module globals.

    The thread is a daemon: a handler that hangs must not keep the process alive. What it was given and has not begun
    when its caller gave up is skipped.
    """

    def __init__(self, name: str = "handlers") -> None:
        self._tasks: SimpleQueue[Task] = SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    def _work(self) -> None:
        while True:
            self._tasks.get()()

    def submit(self, handler: LambdaHandler, event: dict[str, Any], context: Context) -> Future[Any]:
        """Queue an invocation; cancelling the future before its turn takes it out."""
        future: Future[Any] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(handler(event, context))
            except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for the answer
                future.set_exception(error)
            except BaseException as error:  # noqa: BLE001 - SystemExit ends the invocation, not the server
                future.set_exception(ExitError(f"the function left with {error!r}"))

        self._tasks.put(run)
        return future

    def call(self, handler: LambdaHandler, event: dict[str, Any], context: Context) -> Any:
        """Run one invocation and wait for its answer, at most for the function's own time limit."""
        future = self.submit(handler, event, context)
        try:
            return future.result(context.timeout)
        except TimeoutError:
            future.cancel()
            raise
