"""Closes what a learner's program needs not and could only stumble over: files, input, other modules, the real clock.

WebAssembly is what keeps the program in. This makes it end with a sentence instead of a trap, and equally in every run.
"""

import builtins
import importlib
import io
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

# What the snapshot holds is what a program can import. Some load others when they are first used (dates, encodings).
MODULES = (
    "_strptime", "abc", "array", "base64", "binascii", "bisect", "calendar", "cmath", "collections",
    "collections.abc", "colorsys", "contextlib", "contextvars", "copy", "csv", "dataclasses", "datetime", "decimal",
    "difflib", "encodings.ascii", "encodings.base64_codec", "encodings.cp1252", "encodings.hex_codec",
    "encodings.idna", "encodings.latin_1", "encodings.punycode", "encodings.rot_13", "encodings.utf_16",
    "encodings.utf_32", "encodings.utf_8_sig", "enum", "fractions", "functools", "graphlib", "hashlib", "heapq",
    "html", "inspect", "ipaddress", "itertools", "json", "keyword", "locale", "logging", "math", "numbers",
    "operator", "pprint", "queue", "re", "reprlib", "secrets", "shlex", "sqlite3", "statistics", "string",
    "string.templatelib", "struct", "textwrap", "timeit", "traceback", "types", "typing", "unicodedata",
    "urllib.parse", "uuid", "weakref", "zlib",
)  # fmt: skip

START = 1_767_603_600  # seconds: 2026-01-05 09:00 UTC, a Monday, as on a page
LOOK_NANOSECONDS = 10_000  # what the clock moves at each look, so that a loop that waits for it ends
# They reach the system or end the process; a program that imports them learns that there are none.
HIDDEN_MODULES = ("_posixsubprocess", "_socket", "os", "posix", "posixpath", "select", "site", "socket", "subprocess")


class NoOtherModules:
    """Finds no module, and says so: without it, the search would go through files."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> NoReturn:  # noqa: ARG004 - Python's signature
        """Refuse a module that the snapshot does not hold."""
        raise ModuleNotFoundError(f"There is no module {name!r} in this exercise.", name=name)


def harden() -> None:
    """Load what a program may import, and close everything else."""
    for name in MODULES:
        importlib.import_module(name)
    builtins.open = io.open = io.open_code = refusal("open()")
    builtins.input = refusal("input()")
    builtins.breakpoint = refusal("breakpoint()")
    sys.stdin = io.StringIO()
    # A warning would be printed with its line of the source, which is no file.
    warnings.simplefilter("ignore")
    stop_the_clock()
    draw_the_same_numbers()
    sys.meta_path[:] = [NoOtherModules]
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()


def hide(own_modules: Iterable[str]) -> None:
    """Keep a program from importing modules that others have loaded.

    It happens with the first request, since what makes the snapshot looks for some of them afterwards.
    """
    for name in (*own_modules, *HIDDEN_MODULES):
        sys.modules.pop(name, None)


def refusal(what: str) -> Callable[..., NoReturn]:
    """Return a function that only refuses."""

    def refuse(*_arguments: Any, **_options: Any) -> NoReturn:
        raise PermissionError(f"{what} is not available in this exercise.")

    return refuse


def stop_the_clock() -> None:
    """Let time begin at START in each run, and move by the looks at it alone."""
    looks = 0

    def nanoseconds() -> int:
        nonlocal looks
        looks += 1
        return START * 1_000_000_000 + looks * LOOK_NANOSECONDS

    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, lambda: nanoseconds() / 1_000_000_000)
        setattr(time, f"{name}_ns", nanoseconds)
    time.sleep = refusal("time.sleep()")


def draw_the_same_numbers() -> None:
    """Let `random` begin alike in each run: what makes the snapshot seeds it before each."""
    seed = random.seed

    def seed_alike(a: Any = None, version: int = 2) -> None:
        seed(START if a is None else a, version)

    random.seed = seed_alike
