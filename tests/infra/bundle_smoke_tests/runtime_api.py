"""Lambda's Runtime API for one process: it returns events, and receives responses, errors and initialization errors."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any
from uuid import uuid4

_PREFIX = "/2018-06-01/runtime/"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an invocation: `response`, `error`, `init/error` or `restore/error`, and the parsed body."""

    kind: str
    body: Any

    @property
    def ok(self) -> bool:
        """Whether the handler returned a value."""
        return self.kind == "response"

    def __str__(self) -> str:
        """Return an error as one line, like Lambda's log."""
        if isinstance(self.body, dict) and "errorType" in self.body:
            return f"{self.body['errorType']}: {self.body.get('errorMessage', '')}"
        return f"{self.kind}: {str(self.body)[:500]}"


class RuntimeApi:
    """A server on a free port, which the caller closes. It handles one invocation at a time, like an environment."""

    def __init__(self, function: str, *, timeout: float = 30.0) -> None:
        self.function = function
        self.timeout = timeout
        self.restored_at: float | None = None  # when the snapshot was taken and restored
        self._init_only = False
        self._events: SimpleQueue[bytes | None] = SimpleQueue()
        self._outcomes: SimpleQueue[Outcome] = SimpleQueue()
        handler = type("Handler", (_Handler,), {"api": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Return what `AWS_LAMBDA_RUNTIME_API` holds."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def send(self, event: Mapping[str, Any]) -> None:
        """Queue an event for the process's next request."""
        self._events.put(json.dumps(event).encode())

    def init_only(self) -> None:
        """Report success when the process first requests an event: its imports are complete then."""
        self._init_only = True

    def outcome(self, wait: float) -> Outcome | None:
        """Return the next outcome, or None if there is none in time."""
        try:
            return self._outcomes.get(timeout=wait)
        except Empty:
            return None

    def close(self) -> None:
        """Stop the server; a process that waits for an event is disconnected."""
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_event(self) -> bytes | None:
        """Wait for an event."""
        if self._init_only:
            self.report(Outcome("response", "started"))
        return self._events.get()

    def report(self, outcome: Outcome) -> None:
        """Record an outcome."""
        self._outcomes.put(outcome)


class _Handler(http.server.BaseHTTPRequestHandler):
    """The paths of the API, with the status codes and headers that the runtime client relies on."""

    api: RuntimeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # 47 ms an invocation otherwise
    wbufsize = -1  # one packet for each response

    def handle(self) -> None:
        """Serve a connection until its process is killed, which is how every process ends."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Return the next event, or restore the snapshot."""
        if self.path == f"{_PREFIX}restore/next":
            self.api.restored_at = time.perf_counter()
            self._respond(200, b"", {})
        elif (event := self.api.next_event()) is None:
            self.close_connection = True
        else:
            self._respond(200, event, self._invocation_headers())

    def do_POST(self) -> None:
        """Receive a response or an error."""
        body = self._body()
        kind = "/".join(part for part in self.path.removeprefix(_PREFIX).split("/") if part in _KINDS)
        try:
            content = json.loads(body)
        except ValueError:
            content = body.decode(errors="replace")
        self._respond(202, b'{"status":"OK"}', {})
        self.api.report(Outcome(kind, content))

    def _invocation_headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": str(uuid4()),
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + self.api.timeout) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:us-east-1:123456789012:function:{self.api.function}",
            "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
        }

    def _body(self) -> bytes:
        """Read a body with a content length, or in chunks, as the runtime client sends it."""
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        parts: list[bytes] = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _respond(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Log nothing."""


_KINDS = {"init", "response", "error", "restore"}
