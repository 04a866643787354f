"""A CTFd of its own: MariaDB, Redis and gunicorn with two workers on loopback, as its container image runs it."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import venv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from progressive_flow.kernel import paths
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import HOST, free_port, wait_until

CHALLENGES, OTHERS = 305, 1_000
FLAG = "flag{right}"
WORKERS = 2
READY_SECONDS, SHOWN = 120.0, 2_000
PROGRAMS = ("mariadbd", "mariadb-install-db", "redis-server")
ENVIRONMENT = paths.root() / "build" / "peer"
CONTENT = Path(__file__).with_name("content.py")
ACCOUNT = "create database ctfd character set utf8mb4;\ncreate user 'ctfd'@'127.0.0.1' identified by 'bench';\n\
grant all on ctfd.* to 'ctfd'@'127.0.0.1';\n"


@dataclass(frozen=True, slots=True)
class Session:
    """What a signed-in learner's browser sends: a cookie and a token against cross-site requests."""

    cookie: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Ctfd:
    """A running CTFd: where it answers, its processes' roots, two challenges that nobody solved, and sessions."""

    version: str
    port: int
    web: int
    stores: tuple[int, ...]
    challenges: tuple[int, int]
    sessions: Sequence[Session]


@contextmanager
def running(source: Path, folder: Path, learners: int) -> Iterator[Ctfd]:
    """Run the CTFd of a source folder, with so many learners signed in, until the block ends; data lies in `folder`."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise LocalError(f"Install MariaDB's server and Redis first: {', '.join(missing)} cannot be found.")
    if not (source / "requirements.txt").exists():
        raise LocalError(f"{source} is no source folder of CTFd: name one by CTFD=<folder>.")
    python = _python(source)
    with ExitStack() as stack:
        database_port, cache_port, port = free_port(), free_port(), free_port()
        database = stack.enter_context(_mariadb(folder, database_port))
        cache = stack.enter_context(_process(
            ["redis-server", "--bind", HOST, "--port", str(cache_port), "--save", "", "--dir", str(folder)], cache_port
        ))  # fmt: skip
        settings = {
            **os.environ,
            "DATABASE_URL": f"mysql+pymysql://ctfd:bench@{HOST}:{database_port}/ctfd",
            "REDIS_URL": f"redis://{HOST}:{cache_port}", "SECRET_KEY": secrets.token_hex(),
            "LOG_FOLDER": str(folder), "UPLOAD_FOLDER": str(folder), "PYTHONPATH": str(source),
        }  # fmt: skip
        filled = subprocess.run(
            [python, CONTENT, FLAG, str(CHALLENGES), str(OTHERS), str(learners)],
            cwd=source, env=settings, check=False, capture_output=True, text=True,
        )  # fmt: skip
        if filled.returncode:
            raise LocalError(f"CTFd was not filled: {filled.stderr.strip()[-SHOWN:]}")
        made = json.loads(filled.stdout.splitlines()[-1])
        web = stack.enter_context(_process(
            [str(python.with_name("gunicorn")), "CTFd:create_app()", "--bind", f"{HOST}:{port}", "--workers", str(WORKERS),
             "--worker-class", "gevent", "--error-logfile", str(folder / "gunicorn.log")],
            port, settings, source,
        ))  # fmt: skip
        first, second = made["challenges"]
        sessions = [Session(**each) for each in made["sessions"]]
        yield Ctfd(made["version"], port, web, (database, cache), (first, second), sessions)


def _python(source: Path) -> Path:
    """Return the interpreter of an environment with what the source folder requires, which is made at first."""
    python, marker = ENVIRONMENT / "bin" / "python", ENVIRONMENT / ".installed"
    requirements = (source / "requirements.txt").read_text()
    if not marker.exists() or marker.read_text() != requirements:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", source / "requirements.txt"],
            check=True,
        )  # fmt: skip
        marker.write_text(requirements)
    return python


@contextmanager
def _mariadb(folder: Path, port: int) -> Iterator[int]:
    """Run MariaDB with its usual durability: each commit reaches the disk."""
    data, start = folder / "mariadb", folder / "account.sql"
    start.write_text(ACCOUNT)
    user = [f"--user={Path(folder).owner()}"]
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *user],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    command = [
        "mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={folder / 'mariadb.sock'}", f"--port={port}",
        f"--bind-address={HOST}", f"--init-file={start}", "--innodb-buffer-pool-size=512M", "--skip-name-resolve",
        "--innodb-flush-log-at-trx-commit=1", f"--log-error={folder / 'mariadb.log'}", *user,
    ]  # fmt: skip
    with _process(command, port) as pid:
        yield pid


@contextmanager
def _process(
    command: Sequence[str], port: int, settings: dict[str, str] | None = None, folder: Path | None = None
) -> Iterator[int]:
    """Run a server until the block ends; yield its process id as soon as it takes connections."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, env=settings, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        wait_until(lambda: process.poll() is not None or _takes_connections(port), READY_SECONDS)
        if process.poll() is not None or not _takes_connections(port):
            raise LocalError(f"{command[0]} did not start.")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _takes_connections(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex((HOST, port)) == 0
