"""Small facts about processes, ports and files that the local servers share."""

import contextlib
import ctypes
import fcntl
import json
import os
import random
import secrets
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from progressive_flow_local.errors import LocalError

HOST = "127.0.0.1"
# Linux hands out ports from 32768 on to clients.
OWN_PORTS = (20000, 32768)
MIN_FREE_BYTES = 200 * 1024 * 1024
_PR_SET_PDEATHSIG = 1
# By these, libfaketime shifts a program's clock in `make test-future`.
_SHIFTED_CLOCK = ("LD_PRELOAD", "FAKETIME", "FAKETIME_DONT_FAKE_MONOTONIC", "NO_FAKE_STAT")

# Run by an interpreter of its own just before the program proper: `preexec_fn` is unsafe in a process with threads.
# Changing the user forgets the wish, so that comes first.
_WRAPPER = """
import ctypes, os, sys
wanted, parent, user = map(int, sys.argv[1:4])
if user:
    os.setgroups([]), os.setgid(user), os.setuid(user)
ctypes.CDLL(None).prctl(1, wanted)
if os.getppid() != parent:
    sys.exit("whoever started this is gone")
os.execv(sys.argv[4], sys.argv[4:])
"""


def shifted_clock() -> dict[str, str]:
    """Return what a child with an environment of its own needs for its clock to agree with ours: mostly nothing."""
    return {name: os.environ[name] for name in _SHIFTED_CLOCK if name in os.environ} if "FAKETIME" in os.environ else {}


def dying_with_parent(signal_number: int, user: int = 0) -> list[str]:
    """Return the prefix of a command whose process gets `signal_number` when whoever started it dies; Linux only."""
    if sys.platform != "linux":
        return []
    return [sys.executable, "-I", "-S", "-c", _WRAPPER, str(int(signal_number)), str(os.getpid()), str(user)]


def die_with_parent(parent: int, signal_number: int = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when `parent`, which started it, does; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal_number))
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(1)


def alive(pid: int) -> bool:
    """Return whether a process runs under this id; a zombie does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return state(pid) != "Z"


def state(pid: int) -> str:
    """Return the process's state letter as the kernel reports it, or nothing where there is no /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return ""


def how_it_ended(status: int) -> str:
    """Return in words how a process ended, from the status that `Popen` reports."""
    return f"by the signal {signal.Signals(-status).name}" if status < 0 else f"with status {status}"


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.02) -> bool:
    """Poll `done` until it holds or `seconds` have gone; return whether it held."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


# By the system's own numbers: programs that begin with the same seed, as tests do, would draw the same ports at once.
_DRAW = random.SystemRandom()


def free_port() -> int:
    """Return a port nobody listens on now, at random from below those that the kernel hands to outgoing connections.

    Somebody may take it a moment later, though hardly by chance: who binds it must cope.
    """
    for _ in range(100):
        port = _DRAW.randrange(*OWN_PORTS)
        if port_is_free(port):
            return port
    raise LocalError(f"No port from {OWN_PORTS[0]} to {OWN_PORTS[1]} is free: stop some servers.")


def port_is_free(port: int) -> bool:
    """Return whether `port` can be listened on, on this machine's own address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def require_disk(folder: Path) -> None:
    """Refuse to start where a few minutes' writes would fill the disk."""
    free = shutil.disk_usage(folder).free
    if free < MIN_FREE_BYTES:
        least = MIN_FREE_BYTES // 2**20
        raise LocalError(f"Only {free // 2**20} MB are free on the disk of {folder}, and {least} MB are needed.")


@contextlib.contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold an exclusive lock on `file` inside the block; without `wait`, yield whether it was had.

    The kernel lets go of it when the process ends in whatever way, so that there are no stale ones.
    """
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def write_privately(file: Path, text: str) -> None:
    """Write a file that holds secrets: readable by its owner only, and whole or not at all."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as handle:
            handle.write(text)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)  # what a full disk has cut short


def read_json(file: Path) -> dict[str, Any]:
    """Return what `file` holds, or nothing if it is absent or cut short."""
    try:
        held = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
