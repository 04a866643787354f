"""Finds libfaketime and shifts the clock of child processes by it."""

import contextlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

INSTALLED = ("lib/*/faketime/libfaketime.so.1", "lib*/faketime/libfaketime.so.1")  # of Debian's package, of others
DAY = 24 * 60 * 60
MISSING = """\
No libfaketime shifts the clock here. `make setup` brings one for Linux on x86-64. Elsewhere, install the package:
    apt-get install faketime
or name the library: LIBFAKETIME=/path/to/libfaketime.so.1 make test-future"""


def library() -> str:
    """Return the first libfaketime that works on this machine."""
    for path in _candidates():
        if _shifts(path):
            return path
    sys.exit(MISSING)


def environment(path: str, seconds: int) -> dict[str, str]:
    """Return this process's environment for a child whose clock is ahead; files and the monotonic clock stay real."""
    return {
        **os.environ,
        "LD_PRELOAD": path,
        "FAKETIME": f"{seconds:+d}s",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


def tidy() -> None:
    """Remove the shared memory that libfaketime leaves behind of processes that have ended."""
    for file in Path("/dev/shm").glob("*faketime_s*_*"):  # noqa: S108 - where POSIX keeps shared memory
        if not Path(f"/proc/{file.name.rpartition('_')[2]}").exists():
            with contextlib.suppress(OSError):
                file.unlink()


def _candidates() -> Iterator[str]:
    if chosen := os.environ.get("LIBFAKETIME"):
        yield chosen
    spec = importlib.util.find_spec("libfaketime")
    if spec and spec.origin:
        yield str(Path(spec.origin).parent / "vendor/libfaketime/src/libfaketime.so.1")
    for pattern in INSTALLED:
        yield from (str(path) for path in Path("/usr").glob(pattern))


def _shifts(path: str) -> bool:
    """Return whether a library is for this machine: the loader ignores one of another architecture."""
    command = [sys.executable, "-c", "import time; print(time.time())"]
    done = subprocess.run(command, env=environment(path, DAY), capture_output=True, text=True, check=False)
    return done.returncode == 0 and abs(float(done.stdout) - time.time() - DAY) < DAY / 2
