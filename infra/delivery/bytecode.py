"""Compiles what is bundled to `unchecked-hash` bytecode: a cold start then neither compiles nor looks at a source.

Only the interpreter of the very version that will run it can write it, and this machine may not have that one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOST = f"{sys.version_info.major}.{sys.version_info.minor}"
NAMED = "PYTHON_FOR_LAMBDA"
_TELL = "import sys; print('%d.%d' % sys.version_info[:2])"


def compile_folder(folder: Path, python: str, prefix: str) -> bool:
    """Write `__pycache__` for every source below `folder`, which will lie at `prefix`; return whether it could."""
    program = interpreter(python)
    if program is None:
        return False
    command = [program, "-S", "-W", "ignore", "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(  # noqa: S603 - an interpreter of this machine on files that we have just written
        [*command, "-s", str(folder), "-p", prefix, str(folder)],
        env={"PYTHONHASHSEED": "0"},  # the order of a frozenset's constants is in the bytecode
        check=True,
        timeout=300,
    )
    return True


@cache
def interpreter(python: str) -> str | None:
    """Return the program of an interpreter of this version (`3.14`); say once on standard error if there is none."""
    if python == HOST:
        return sys.executable
    for candidate in _candidates(python):
        if _version(candidate) == python:
            return candidate
    sys.stderr.write(
        f"There is no Python {python} here, so layers and functions are bundled without bytecode and start more slowly:"
        f" install it, or let {NAMED} name its program.\n"
    )
    return None


def _candidates(python: str) -> Iterator[str]:
    if named := os.environ.get(NAMED):
        yield named
    if found := shutil.which(f"python{python}"):
        yield found
    installed = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for folder in sorted(installed.glob(f"{python}*"), reverse=True):
        yield str(folder / "bin" / "python")


def _version(program: str) -> str:
    """Ask a program which Python it is; a shim may be there and yet have none."""
    try:
        asked = subprocess.run(  # noqa: S603 - as above
            [program, "-I", "-S", "-c", _TELL], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return ""
    return asked.stdout.strip()
