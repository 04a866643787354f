"""Runs the suite with a shifted clock. `make test-future`, which installs everything first, with the real clock.

    python -m tests.future [SHIFT ...] [-- PYTEST'S ARGUMENTS]

A shift is a name of `tests.support.shifts`, `of-the-day` for the one that continuous integration runs today, or none for
the two that run the whole suite. Every process of a run, the PostgreSQL server too, gets the same offset in seconds,
computed once; the monotonic clock and the times of files stay real. The first test is whether all clocks agree.
Tests marked `clock` cross a midnight: each runs in a process of its own that begins shortly before one.
"""

import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tests.support import preload, shifts

CLOCKS = "tests/test_clocks.py"
PARALLEL = ("-n", "auto", "--dist", "worksteal", "-q")


def main(arguments: Sequence[str]) -> int:
    """Run each shift; return 1 if a test failed in any."""
    names, wanted = _split(arguments)
    library = preload.library()
    failed = [name for name in names or shifts.WHOLE if not _run(shifts.named(name), library, wanted)]
    preload.tidy()
    print(f"Failed: {' '.join(failed)}" if failed else "Every shift passed.", flush=True)
    return bool(failed)


def _split(arguments: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1 :]


def _run(shift: shifts.Shift, library: str, wanted: Sequence[str]) -> bool:
    """Run what a shift runs, or what is wanted instead, its clocks first."""
    now = datetime.now(UTC)
    begins = shift.begins(now)
    clock = preload.environment(library, int((begins - now).total_seconds()))
    print(f"{shift.name}: the clock says {begins:%A %d %B %Y, %H:%M} UTC ({clock['FAKETIME']})", flush=True)
    agreed = _pytest(clock, "-q", CLOCKS)
    return (
        agreed and _pytest(clock, *PARALLEL, *(wanted or shift.tests)) and (bool(wanted) or _midnights(shift, library))
    )


def _midnights(shift: shifts.Shift, library: str) -> bool:
    """Run each test marked `clock` alone, two at a time, with an offset of its own."""
    with ThreadPoolExecutor(2) as pool:
        return all(list(pool.map(lambda test: _midnight(shift, library, test), _marked())))


def _midnight(shift: shifts.Shift, library: str, test: str) -> bool:
    now = datetime.now(UTC)
    seconds = int((shifts.before_midnight(shift.begins(now)) - now).total_seconds())
    return _pytest(preload.environment(library, seconds), "-q", "-m", "clock", test)


def _marked() -> list[str]:
    """Return the tests marked `clock`; only files that name the mark are read, since the suite is large."""
    files = [str(path) for path in sorted(Path("tests").rglob("test_*.py")) if "mark.clock" in path.read_text()]
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "clock", "-p", "no:randomly", *files]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if "::" in line]


def _pytest(clock: dict[str, str], *arguments: str) -> bool:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=clock, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
