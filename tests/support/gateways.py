"""The real gateway in processes of its own, on a port of its own, trusting the tests' signing key."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx

from progressive_flow_local import preparation
from progressive_flow_local.processes import free_port, wait_until
from tests.support import tokens

POOL = tokens.ISSUER.rpartition("/")[2]


class _Keys(http.server.BaseHTTPRequestHandler):
    """Serves the key set, as the identity provider does."""

    def do_GET(self) -> None:
        body = json.dumps(tokens.key_set()).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def key_server() -> Iterator[str]:
    """Serve the key set on loopback; yield the address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Keys)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def gateway(urls: Mapping[str, str], workers: int, log: Path, **settings: str) -> Iterator[str]:
    """Run the gateway on a database; yield the API's address."""
    port = free_port()
    with key_server() as keys, log.open("wb") as output:
        known = {"PORT": str(port), "WORKERS": str(workers), "USER_POOL_ID": POOL, "USER_POOL_CLIENT_ID": tokens.CLIENT}
        aws = {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": keys}
        process = subprocess.Popen(
            [sys.executable, "-m", "progressive_flow_local.gateway"],
            env={**os.environ, **preparation.environment(urls), **known, **aws, **settings},
            stdout=output,
            stderr=output,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            assert wait_until(lambda: answers(address), 60.0), log.read_text()[-2000:]
            yield address
        finally:
            process.terminate()
            process.wait(20)


def answers(address: str) -> bool:
    """Return whether the API is healthy."""
    try:
        return httpx.get(f"{address}/v1/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
