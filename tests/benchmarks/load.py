"""A light load generator: prepared bytes over kept-alive connections, one outstanding request each."""

import asyncio
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import uvloop

from progressive_flow_local.processes import HOST

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
PASSED = re.compile(rb'"passed": ?true, ?"xp_earned"')


@dataclass(slots=True)
class Outcome:
    """What came of a load: latencies in seconds, answers by status, wall and own CPU seconds."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    passed: int = 0
    wall: float = 0.0
    cpu: float = 0.0

    def quantile(self, share: float) -> float:
        """Return a quantile of the latencies, in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


class Connection(asyncio.Protocol):
    """One connection; `send` returns the whole answer."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by its methods only

    def data_received(self, data: bytes) -> None:
        """Collect until head and body are there."""
        self._buffer += data
        head = self._buffer.find(b"\r\n\r\n")
        length = LENGTH.search(self._buffer, 0, head + 2) if head >= 0 else None
        if length and len(self._buffer) >= head + 4 + int(length[1]) and self._answer:
            answer, self._buffer = self._buffer, b""
            self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let whoever waits know."""
        if self._answer and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())

    async def send(self, request: bytes) -> bytes:
        """Send a request and return its answer."""
        assert self._transport
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()


def post(path: str, headers: Mapping[str, str], body: object) -> bytes:
    """Return a request's bytes."""
    content = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1", "host: localhost", "content-type: application/json", f"content-length: {len(content)}",
        *(f"{name}: {value}" for name, value in headers.items()), "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + content


async def _client(port: int, scripts: Iterator[Sequence[bytes]], outcome: Outcome, passed: re.Pattern[bytes]) -> None:
    """Take one learner's requests after another's until there are no more."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, HOST, port)
    for script in scripts:
        for request in script:
            started = time.perf_counter()
            answer = await connection.send(request)
            outcome.latencies.append(time.perf_counter() - started)
            status = int(answer[9:12])
            outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
            outcome.passed += passed.search(answer) is not None
    connection.close()


async def _all(
    port: int, scripts: Iterable[Sequence[bytes]], clients: int, outcome: Outcome, passed: re.Pattern[bytes]
) -> None:
    shared = iter(scripts)
    await asyncio.gather(*(_client(port, shared, outcome, passed) for _ in range(clients)))


def run(port: int, scripts: Iterable[Sequence[bytes]], clients: int, passed: re.Pattern[bytes] = PASSED) -> Outcome:
    """Have so many clients work through the scripts, each in its order; `passed` is found in the answers to count."""
    outcome = Outcome()
    wall, cpu = time.perf_counter(), time.process_time()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_all(port, scripts, clients, outcome, passed))
    outcome.wall, outcome.cpu = time.perf_counter() - wall, time.process_time() - cpu
    return outcome
