"""CPU time of other processes, as the kernel counts it."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Spent:
    """CPU seconds that a tree of processes used inside a block."""

    seconds: float = 0.0


def of_tree(root: int) -> float:
    """Return the CPU seconds of a process, its descendants, and those of them that have ended and were waited for."""
    parents, used = _processes()
    return sum(seconds for pid, seconds in used.items() if _within(pid, root, parents))


def by_part(root: int, part_of: Callable[[str, str], str]) -> dict[str, float]:
    """Return the CPU seconds of a process and its descendants by part; `part_of` takes a command line and mapped files."""
    parents, used = _processes()
    found: dict[str, float] = {}
    for pid, seconds in used.items():
        if _within(pid, root, parents):
            part = part_of(_read(pid, "cmdline").replace("\0", " "), _read(pid, "maps"))
            found[part] = found.get(part, 0.0) + seconds
    return found


def _read(pid: int, name: str) -> str:
    try:
        return (Path("/proc") / str(pid) / name).read_text(errors="replace")
    except OSError:  # it ended just now
        return ""


def _processes() -> tuple[dict[int, int], dict[int, float]]:
    """Return the parent and the CPU seconds of every process."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended just now
            continue
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        used[pid] = sum(map(int, fields[11:15])) / TICKS
    return parents, used


def _within(pid: int, root: int, parents: dict[int, int]) -> bool:
    while pid and pid != root:
        pid = parents.get(pid, 0)
    return pid == root


@contextmanager
def spent(root: int) -> Iterator[Spent]:
    """Yield what the tree of `root` uses in the block; it holds the seconds afterwards."""
    found = Spent()
    before = of_tree(root)
    yield found
    found.seconds = of_tree(root) - before


@contextmanager
def of_backend(pid: int, taken: list[float]) -> Iterator[None]:
    """Add the CPU milliseconds that one process uses in the block, which the kernel counts in nanoseconds."""
    counted = Path(f"/proc/{pid}/schedstat")
    before = int(counted.read_text().split()[0])
    yield
    taken.append((int(counted.read_text().split()[0]) - before) / 1e6)
