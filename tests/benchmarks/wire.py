"""A proxy before PostgreSQL that counts round trips: each time the server answers after the client has sent something."""

import selectors
import socket
import threading
from contextlib import AbstractContextManager, suppress
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from progressive_flow.local.processes import HOST

CHUNK = 1 << 16


class Proxy(AbstractContextManager["Proxy"]):
    """Passes bytes on in a thread of its own; `take()` returns the round trips since it was last asked."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._server = server
        self._listener = socket.create_server((HOST, 0))
        self._wake, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._peers: dict[socket.socket, socket.socket] = {}
        self._from_client: set[socket.socket] = set()
        self._waiting: set[socket.socket] = set()
        self._count = 0
        self._thread = threading.Thread(target=self._work, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        for watched in (self._listener, self._woken):
            self._selector.register(watched, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._wake.send(b"x")
        self._thread.join()
        for each in (self._listener, self._wake, self._woken, *self._peers):
            each.close()
        self._selector.close()

    def before(self, url: str) -> str:
        """Return the URL of a database by way of this proxy."""
        parts = urlsplit(url)
        user = parts.netloc.rpartition("@")[0]
        return urlunsplit(parts._replace(netloc=f"{user}@{HOST}:{self._listener.getsockname()[1]}"))

    def take(self) -> int:
        """Return the round trips counted since the last call."""
        count, self._count = self._count, 0
        return count

    def _work(self) -> None:
        while True:
            for key, _ in self._selector.select():
                ready = key.fileobj
                if ready is self._woken:
                    return
                if ready is self._listener:
                    self._accept()
                elif isinstance(ready, socket.socket) and ready in self._peers:
                    self._pass_on(ready)

    def _accept(self) -> None:
        client, _ = self._listener.accept()
        server = socket.create_connection(self._server)
        self._peers |= {client: server, server: client}
        self._from_client.add(client)
        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(each, selectors.EVENT_READ)

    def _pass_on(self, sender: socket.socket) -> None:
        peer = self._peers[sender]
        data = b""
        with suppress(ConnectionError):
            data = sender.recv(CHUNK)
            self._note(sender, peer)  # first: whoever has the answer may ask for the count at once
            peer.sendall(data)
        if not data:
            self._close(sender, peer)

    def _note(self, sender: socket.socket, peer: socket.socket) -> None:
        if sender in self._from_client:
            self._waiting.add(sender)
        elif peer in self._waiting:
            self._waiting.remove(peer)
            self._count += 1

    def _close(self, *ends: socket.socket) -> None:
        for each in ends:
            self._selector.unregister(each)
            self._peers.pop(each, None)
            self._from_client.discard(each)
            self._waiting.discard(each)
            each.close()
