"""Compiles bundles to `unchecked-hash` bytecode, so that a cold start neither compiles nor checks source files.

Only an interpreter of the version that runs the bytecode can write it, and this machine may not have that version.
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
INTERPRETER_VARIABLE = "PYTHON_FOR_LAMBDA"
_PRINT_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


def compile_folder(folder: Path, python: str, prefix: str) -> bool:
    """Write `__pycache__` for every source below `folder`, deployed at `prefix`; return whether an interpreter was found."""
    program = interpreter(python)
    if program is None:
        return False
    command = [program, "-S", "-W", "ignore", "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash"]
    subprocess.run(  # noqa: S603 - an interpreter of this machine on files of the bundle
        [*command, "-s", str(folder), "-p", prefix, str(folder)],
        env={"PYTHONHASHSEED": "0"},  # the order of a frozenset's constants is in the bytecode
        check=True,
        timeout=300,
    )
    return True


@cache
def interpreter(python: str) -> str | None:
    """Return the program of an interpreter of this version (`3.14`); warn once on standard error if there is none."""
    if python == HOST:
        return sys.executable
    for candidate in _candidates(python):
        if _version(candidate) == python:
            return candidate
    sys.stderr.write(
        f"Python {python} is not installed: layers and functions are bundled without bytecode and start more slowly."
        f" Install it, or set {INTERPRETER_VARIABLE} to its program.\n"
    )
    return None


def _candidates(python: str) -> Iterator[str]:
    if named := os.environ.get(INTERPRETER_VARIABLE):
        yield named
    if found := shutil.which(f"python{python}"):
        yield found
    installed = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for folder in sorted(installed.glob(f"{python}*"), reverse=True):
        yield str(folder / "bin" / "python")


def _version(program: str) -> str:
    """Return a program's Python version; an empty string for a shim without an interpreter."""
    try:
        completed = subprocess.run(  # noqa: S603 - as above
            [program, "-I", "-S", "-c", _PRINT_VERSION], capture_output=True, text=True, check=False, timeout=30
        )
    except OSError:
        return ""
    return completed.stdout.strip()
