"""Calls an endpoint as Lambda does, and a proxy before PostgreSQL that counts round trips and can cut the line."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow_local.gateway.events import Request, translate
from progressive_flow_local.invocation import Context
from tests.support import cluster, proofs


def event(endpoint: Endpoint, subject: UUID | None = None, **headers: str) -> dict[str, Any]:
    """Return the event that API Gateway makes of a request; header names with underscores for hyphens."""
    route = endpoint.route
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"host": "api.test", "content-type": "application/json", **named}
    path = route.path.replace("{id}", "7").encode()
    claims = {"sub": str(subject), "token_use": "access", "proof": proofs.of(subject)} if subject else None
    request = Request(route.method, path, "", sent, [], ("127.0.0.1", 1))
    return translate(request, route.key, {"id": "7"}, b"{}" if route.method == "POST" else b"", claims)


def call(endpoint: Endpoint, subject: UUID | None = None, **headers: str) -> dict[str, Any]:
    """Call an endpoint; return the Lambda answer."""
    return endpoint(event(endpoint, subject, **headers), Context(endpoint.route.name, 10))


class Proxy:
    """Passes bytes on between clients and a server; a server's answer to what a client has said ends a round trip.

    A client that goes on talking without waiting for the answer looks like one trip more: take the least of a few calls.
    It hangs up before words reach the server (`cut_before`) or when the answer to them comes (`cut_after`), each time or
    `once`. While it is `full` it takes new connections and passes nothing on, as a proxy does that has none to lend.
    """

    def __init__(self, host: str, port: int) -> None:
        self.round_trips = 0
        self.cut_before: bytes | None = None
        self.cut_after: bytes | None = None
        self.once = False
        self.full = False
        self.target = (host, port)
        self._cutting = False
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """End every connection there is."""
        while self._open:
            each = self._open.pop()
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                if not self.full:
                    self._connect(client)

    def _connect(self, client: socket.socket) -> None:
        server = socket.create_connection(self.target)
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.append(server)
        asked = threading.Event()
        threading.Thread(target=self._pump, args=(client, server, asked, True), daemon=True).start()
        threading.Thread(target=self._pump, args=(server, client, asked, False), daemon=True).start()

    def take(self) -> int:
        """Return the round trips since the last call."""
        with self._lock:
            taken, self.round_trips = self.round_trips, 0
        return taken

    def _pump(self, source: socket.socket, sink: socket.socket, asked: threading.Event, from_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                with self._lock:
                    if from_client:
                        asked.set()
                    elif asked.is_set():
                        asked.clear()
                        self.round_trips += 1
                    if from_client and self._holds("cut_before", data):
                        break  # the server never hears of it
                    self._cutting |= from_client and self._holds("cut_after", data)
                if self._cutting and not from_client:
                    break  # the server did its work, and nobody receives the response
                sink.sendall(data)
        self._cutting &= from_client
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _holds(self, name: str, data: bytes) -> bool:
        marker: bytes | None = getattr(self, name)
        found = marker is not None and marker in data
        if found and self.once:
            setattr(self, name, None)
        return found


def moved(url: str, port: int) -> str:
    """Return a database URL with another port on this machine."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"))


@contextmanager
def behind_proxy(urls: dict[str, str]) -> Iterator[Proxy]:
    """Let the platform reach its database through a proxy."""
    parts = urlsplit(urls["application"])
    proxy = Proxy(str(parts.hostname), int(parts.port or 5432))
    with connected_to({role: moved(url, proxy.port) for role, url in urls.items()}):
        yield proxy
    proxy.close()


@contextmanager
def connected_to(urls: dict[str, str]) -> Iterator[None]:
    """Let the platform use other databases meanwhile."""
    before = cluster.use(urls)
    try:
        yield
    finally:
        cluster.restore(before)
