"""The real local gateway as a process of its own, and the key set that its authorizer reads."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from progressive_flow.kernel import paths
from progressive_flow_local import loopback, preparation
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import HOST, free_port, wait_until
from tests.support import tokens

READY_SECONDS = 30.0


@dataclass(frozen=True)
class Served:
    """A running gateway."""

    pid: int
    port: int


class _Keys(BaseHTTPRequestHandler):
    """Answers every GET with the key set."""

    def do_GET(self) -> None:
        body = json.dumps(tokens.key_set()).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def keys() -> Iterator[str]:
    """Serve the key set on loopback; yield where."""
    with ThreadingHTTPServer((HOST, 0), _Keys) as server:
        threading.Thread(target=server.serve_forever, name="keys", daemon=True).start()
        yield f"http://{HOST}:{server.server_port}"
        server.shutdown()


@contextmanager
def gateway(urls: dict[str, str], workers: int) -> Iterator[Served]:
    """Run `python -m progressive_flow_local.gateway` until the block ends."""
    pool, region = tokens.ISSUER.rpartition("/")[2], "us-east-1"
    with keys() as endpoint:
        port = free_port()
        settings = {
            "PORT": str(port), "WORKERS": str(workers), "SUPERVISOR_PID": str(os.getpid()), "AWS_REGION": region,
            "AWS_ENDPOINT_URL": endpoint, "USER_POOL_ID": pool, "USER_POOL_CLIENT_ID": tokens.CLIENT,
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "progressive_flow_local.gateway"],
            cwd=paths.root(), env={**os.environ, **preparation.environment(urls), **settings},
            stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _await(process, port)
            yield Served(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    health = f"http://{HOST}:{port}/v1/health"
    wait_until(lambda: process.poll() is not None or loopback.answers(health), READY_SECONDS)
    if process.poll() is not None or not loopback.answers(health):
        raise LocalError("The gateway did not start.")
