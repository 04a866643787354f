"""Lambda's Runtime API for one process: hands it events, takes its answers, its errors and its failure to start."""

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
    """What became of an invocation: `response`, `error`, `init/error` or `restore/error`; the body as parsed."""

    kind: str
    body: Any

    @property
    def ok(self) -> bool:
        """Whether the handler returned."""
        return self.kind == "response"

    def __str__(self) -> str:
        """Return an error in a line, as Lambda's log has it."""
        if isinstance(self.body, dict) and "errorType" in self.body:
            return f"{self.body['errorType']}: {self.body.get('errorMessage', '')}"
        return f"{self.kind}: {str(self.body)[:500]}"


class RuntimeApi:
    """A server on a port of its own, to be closed. One invocation at a time, as an environment has."""

    def __init__(self, function: str, *, timeout: float = 30.0) -> None:
        self.function = function
        self.timeout = timeout
        self.restored_at: float | None = None  # when a snapshot would have been taken, and wakes
        self._only_start = False
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
        """Give the process an event when it next asks."""
        self._events.put(json.dumps(event).encode())

    def only_start(self) -> None:
        """Count it as the answer when the process asks for work: it has imported everything by then."""
        self._only_start = True

    def outcome(self, wait: float) -> Outcome | None:
        """Return what the process says next, or nothing if it says nothing in time."""
        try:
            return self._outcomes.get(timeout=wait)
        except Empty:
            return None

    def close(self) -> None:
        """Stop serving; whoever waits for an event is told to go."""
        self._events.put(None)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next_event(self) -> bytes | None:
        """Wait for an event."""
        if self._only_start:
            self.told(Outcome("response", "started"))
        return self._events.get()

    def told(self, outcome: Outcome) -> None:
        """Take what the process said."""
        self._outcomes.put(outcome)


class _Handler(http.server.BaseHTTPRequestHandler):
    """The paths of the API; its status and headers are those that the runtime's client relies on."""

    api: RuntimeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # 47 ms an invocation otherwise
    wbufsize = -1  # one packet an answer

    def handle(self) -> None:
        """Serve a connection until its process is ended, which is how each one goes."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Hand out the next event, or let a snapshot wake."""
        if self.path == f"{_PREFIX}restore/next":
            self.api.restored_at = time.perf_counter()
            self._answer(200, b"", {})
        elif (event := self.api.next_event()) is None:
            self.close_connection = True
        else:
            self._answer(200, event, self._about())

    def do_POST(self) -> None:
        """Take an answer or an error."""
        body = self._body()
        kind = "/".join(part for part in self.path.removeprefix(_PREFIX).split("/") if part in _KINDS)
        try:
            read = json.loads(body)
        except ValueError:
            read = body.decode(errors="replace")
        self._answer(202, b'{"status":"OK"}', {})
        self.api.told(Outcome(kind, read))

    def _about(self) -> dict[str, str]:
        return {
            "Content-Type": "application/json",
            "Lambda-Runtime-Aws-Request-Id": str(uuid4()),
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + self.api.timeout) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": f"arn:aws:lambda:us-east-1:123456789012:function:{self.api.function}",
            "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
        }

    def _body(self) -> bytes:
        """Read a body of a length told, or in chunks, as the runtime's client sends it."""
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        parts: list[bytes] = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


_KINDS = {"init", "response", "error", "restore"}
