"""Watches the parts of the local platform: a part that ended is started again, unless it ends again and again."""

import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from progressive_flow_local.errors import LocalError

MAX_RESTARTS = 3
WITHIN_SECONDS = 60.0
MAX_LOG_LINES = 15
Report = Callable[[str], None]


class Part(Protocol):
    """A process of the platform: its name in a sentence, its log, and where in it the output of this run begins."""

    @property
    def name(self) -> str: ...  # noqa: D102 - the class describes it

    @property
    def log(self) -> Path: ...  # noqa: D102 - the class describes it

    @property
    def log_start(self) -> int: ...  # noqa: D102 - the class describes it

    def ended(self) -> str | None:
        """Return how it has ended by itself; nothing while it runs."""
        ...

    def restart(self) -> None:
        """Start it again where it was."""
        ...


class Watch:
    """Which parts are watched, and when each was started again."""

    def __init__(self, parts: Sequence[Part], report: Report) -> None:
        self._parts, self._report = parts, report
        self._restarts: dict[str, deque[float]] = {part.name: deque(maxlen=MAX_RESTARTS) for part in parts}

    def look(self) -> None:
        """Start again what has ended; raise `LocalError` if that helped too seldom."""
        for part in self._parts:
            if how := part.ended():
                self._restart(part, how)

    def _restart(self, part: Part, how: str) -> None:
        restarts, now = self._restarts[part.name], time.monotonic()
        if len(restarts) == MAX_RESTARTS and now - restarts[0] < WITHIN_SECONDS:
            times = f"{MAX_RESTARTS + 1} times within {WITHIN_SECONDS:.0f} seconds"
            raise LocalError(f"{_capitalized(part.name)} ended {times}, so the platform stops. {explain(part, how)}")
        restarts.append(now)
        self._report(f"{_capitalized(part.name)} ended {how}: it is started again (its log: {part.log})")
        part.restart()


def require(parts: Sequence[Part]) -> None:
    """Raise `LocalError`, with the end of its log, if a part has ended: while the platform starts, a second try hides why."""
    for part in parts:
        if how := part.ended():
            raise LocalError(explain(part, how))


def explain(part: Part, how: str) -> str:
    """Return how a part ended, and the last that it wrote in this run: what earlier runs wrote would mislead."""
    with part.log.open("rb") as log:
        log.seek(part.log_start)
        lines = log.read().decode(errors="replace").splitlines()[-MAX_LOG_LINES:]
    output = "\n".join(lines) or "(it wrote nothing)"
    return f"{_capitalized(part.name)} ended {how}; the last that it wrote to {part.log}:\n{output}"


def _capitalized(name: str) -> str:
    return name[0].upper() + name[1:]
