"""Starts the embedded PostgreSQL in a folder: its data, its password, its log and its port live there.

>>> with contextlib.closing(start(Path(".local/postgres"))) as server:
...     connection = psycopg.connect(server.admin_url)
"""

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from progressive_flow_local import postgres_folder
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import (
    HOST,
    alive,
    free_port,
    how_it_ended,
    locked,
    port_is_free,
    require_disk,
    state,
    wait_until,
)

START_SECONDS = 60
STOP_SECONDS = 30
ZOMBIE_SECONDS = 5
TRIES = 40
DEFAULTS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",  # a socket's path may be too long, and TCP is what the platform uses
    "shared_preload_libraries": "pg_stat_statements",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d %u ",
}
# For tests: a crash of the machine may lose the data; a crash of the server does not.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
# What a server that starts while another's remains are still there says; it helps to try again.
PASSING = re.compile(r"postmaster\.pid\" already exists|pre-existing shared memory block|is another postmaster")

# What this process has started, so that whoever attaches to it here reaps it too.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Server:
    """A running server: `admin_url` is the superuser's; `attached` says that another process had started it."""

    folder: Path
    port: int
    pid: int
    attached: bool = False

    @property
    def admin_url(self) -> str:
        """Return the superuser's URL of the database `postgres`."""
        return f"postgresql://postgres:{postgres_folder.password(self.folder)}@{HOST}:{self.port}/postgres"

    def stop(self) -> None:
        """Shut down in order (open transactions are rolled back); at once if that takes too long."""
        self._signal(signal.SIGINT)
        if not self._wait(STOP_SECONDS):
            self._signal(signal.SIGQUIT)
            self._wait(STOP_SECONDS)

    close = stop

    def kill(self) -> None:
        """End the postmaster as a power cut would, for tests of recovery."""
        self._signal(signal.SIGKILL)
        self._wait(STOP_SECONDS)

    def running(self) -> bool:
        """Return whether the postmaster still runs."""
        process = _children.get(self.pid)
        return process.poll() is None if process else alive(self.pid)

    def ended(self) -> str | None:
        """Return how the postmaster has ended, as far as this process can know; nothing while it runs."""
        if self.running():
            return None
        process = _children.get(self.pid)
        return "by itself" if process is None else how_it_ended(process.returncode)

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.running():
                os.kill(self.pid, number)

    def _wait(self, seconds: float) -> bool:
        return wait_until(lambda: not self.running(), seconds)


def start(
    folder: Path,
    *,
    durable: bool = True,
    port: int | None = None,
    settings: Mapping[str, str] | None = None,
    dies_with_parent: bool = False,
) -> Server:
    """Return a server on `folder`, started now or already running.

    Without `port` it listens where it did last time, or on any free port. With `dies_with_parent` it shuts down when
    the process that called this ends, however it ends; else it stays until `stop()`.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        if running := attach(folder):
            return running
        require_disk(folder)
        postgres_folder.create(folder, durable=durable)
        options = DEFAULTS | ({} if durable else NOT_DURABLE) | dict(settings or {})
        return _start(folder, port, options, dies_with_parent=dies_with_parent)


def attach(folder: Path) -> Server | None:
    """Return the server that runs on `folder`, if one does."""
    folder = folder.absolute()
    if not (found := _postmaster(folder)):
        return None
    pid, port = found
    server = Server(folder, port, pid, attached=True)
    return server if wait_until(lambda: _answers(server) or not alive(pid), START_SECONDS) and alive(pid) else None


def _postmaster(folder: Path) -> tuple[int, int] | None:
    """Read who holds the data folder; clear away what a dead server, or another program of the same id, left."""
    file = postgres_folder.data(folder) / "postmaster.pid"
    try:
        lines = file.read_text().splitlines()
        pid = abs(int(lines[0]))
        port = int(lines[3])
    except (OSError, ValueError, IndexError):
        return None
    if alive(pid) and postgres_folder.is_postgres(pid):
        return pid, port
    # A zombie holds the lock until its parent reaps it, and some parents never do: its children are gone by then.
    if state(pid) == "Z":
        wait_until(lambda: state(pid) != "Z", ZOMBIE_SECONDS)
    file.unlink(missing_ok=True)
    return None


def _start(folder: Path, port: int | None, options: Mapping[str, str], *, dies_with_parent: bool) -> Server:
    chosen = port or postgres_folder.last_port(folder)
    for _ in range(TRIES):
        if not port_is_free(chosen):
            if port:
                raise LocalError(f"Port {port} is in use by another program, and PostgreSQL is to listen there.")
            chosen = free_port()
        if server := _try(folder, chosen, options, dies_with_parent=dies_with_parent):
            postgres_folder.remember_port(folder, chosen)
            return server
    raise LocalError(f"PostgreSQL does not start, another server seems to hold {folder}; see {folder / 'server.log'}.")


def _try(folder: Path, port: int, options: Mapping[str, str], *, dies_with_parent: bool) -> Server | None:
    """Start a postmaster and wait until it answers; return nothing if it is worth trying again."""
    log = folder / "server.log"
    size = log.stat().st_size if log.exists() else 0
    process = _spawn(folder, port, options, log, dies_with_parent=dies_with_parent)
    _children[process.pid] = process
    server = Server(folder, port, process.pid)
    if wait_until(lambda: not server.running() or _answers(server), START_SECONDS) and server.running():
        return server
    server.kill()
    with log.open() as text:
        text.seek(size)
        said = text.read()
    if PASSING.search(said) or "Address already in use" in said:
        wait_until(lambda: False, 0.25)
        return None
    raise LocalError(_explain(said, folder))


def _spawn(
    folder: Path, port: int, options: Mapping[str, str], log: Path, *, dies_with_parent: bool
) -> subprocess.Popen[bytes]:
    program = [str(postgres_folder.binaries() / "postgres"), "-D", str(postgres_folder.data(folder)), "-p", str(port)]
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with log.open("ab") as output:
        who = postgres_folder.identity(folder)
        return who.spawn([*program, *arguments], output, dies_with_parent=dies_with_parent)


def _answers(server: Server) -> bool:
    """Return whether the server on that port is the one of this folder and takes connections."""
    try:
        with psycopg.connect(server.admin_url, connect_timeout=2) as connection:
            row = connection.execute("show data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == postgres_folder.data(server.folder)


def _explain(said: str, folder: Path) -> str:
    if "No space left on device" in said:
        return f"PostgreSQL does not start: the disk of {folder} is full."
    fatal = [line for line in said.splitlines() if "FATAL" in line or "error" in line.lower()]
    cause = fatal[-1] if fatal else said.strip()[-500:] or "no output"
    return f"PostgreSQL does not start: {cause} (all of it in {folder / 'server.log'}, on {sys.platform})"
