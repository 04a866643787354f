"""What every section is given: how thorough to be, where to report progress, and databases made when first asked for."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar

import psycopg
from rich.progress import Progress, TaskID

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local import postgres, preparation
from tests.support import proofs

PASSWORDS: dict[str, str] = dict.fromkeys(LOGIN_ROLES, "bench")
SCALE = "BENCH_SCALE"  # `full` for the stated sizes
SMALL = 1 / 20
Item = TypeVar("Item")


@dataclass(frozen=True)
class World:
    """A prepared database: its server's process, the superuser's URL of it and each role's."""

    pid: int
    superuser: str
    urls: dict[str, str]

    def connect(self, role: str = "superuser") -> psycopg.Connection:
        """Return a connection that commits each statement."""
        url = self.superuser if role == "superuser" else self.urls[role]
        return psycopg.connect(url, autocommit=True)


@dataclass
class Bench(AbstractContextManager["Bench"]):
    """One run. Everything started is stopped and every file removed when it ends."""

    quick: bool = False
    progress: Progress | None = None
    runs: int | None = None  # so many of whatever a section repeats, instead of its own number
    scale: float = SMALL  # of the stated sizes
    _task: TaskID | None = None
    _stack: ExitStack = field(default_factory=ExitStack)
    _worlds: dict[bool, World] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def count(self, full: int, quick: int) -> int:
        """Return how often to repeat something in this run."""
        return self.runs or (quick if self.quick else full)

    def size(self, full: int) -> int:
        """Return how many of something there are in this run: as many as stated, or a twentieth."""
        return max(1, round(full * self.scale))

    def show(self, what: str) -> None:
        """Show what is done now."""
        if self.progress and self._task is not None:
            self.progress.update(self._task, description=what)

    def begin(self, title: str) -> None:
        """Open a progress bar for a section."""
        if self.progress:
            self._task = self.progress.add_task(title, total=None)

    def end(self) -> None:
        """Close the section's progress bar."""
        if self.progress and self._task is not None:
            self.progress.remove_task(self._task)

    def track(self, items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
        """Yield the items while the bar moves."""
        self.show(what)
        if not self.progress or self._task is None:
            yield from items
            return
        self.progress.update(self._task, total=total, completed=0)
        for item in items:
            yield item
            self.progress.advance(self._task)
        self.progress.update(self._task, total=None)

    def world(self, *, durable: bool = True) -> World:
        """Return a migrated database with reference data, on a server with `fsync` unless not `durable`."""
        if durable not in self._worlds:
            self.show("starting PostgreSQL, migrating, loading reference data")
            self._worlds[durable] = self._prepare(durable=durable)
        use(self._worlds[durable].urls)
        return self._worlds[durable]

    def _prepare(self, *, durable: bool) -> World:
        folder = Path(tempfile.mkdtemp(prefix="progressive-flow-bench-"))
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = postgres.start(folder, durable=durable, settings=_settings(), dies_with_parent=True)
        self._stack.callback(server.stop)
        self._stack.callback(connections.disconnect)
        urls = preparation.prepare(server.admin_url, PASSWORDS)
        use(urls)
        preparation.accept_proof_key(proofs.TEXT)
        superuser = server.admin_url.rpartition("/")[0] + "/" + preparation.DATABASE
        return World(server.pid, superuser, urls)


def scale() -> float:
    """Return the share of the stated sizes that `BENCH_SCALE` asks for. Raises SystemExit for another word than `full`."""
    wanted = os.environ.get(SCALE, "")
    if wanted not in {"", "full"}:
        raise SystemExit(f"{SCALE} is {wanted!r}: leave it out for a twentieth of the stated sizes, or set it to full.")
    return 1.0 if wanted else SMALL


def _settings() -> dict[str, str]:
    """Return memory for a large database on a small machine; and no checkpoint in the middle of a measurement."""
    return {
        "max_connections": "50",
        "shared_buffers": "512MB",
        "max_wal_size": "8GB",
        "checkpoint_timeout": "30min",
    }


def use(urls: dict[str, str]) -> None:
    """Point the platform, in this process, at a database."""
    connections.disconnect()
    os.environ.update(preparation.environment(urls))
