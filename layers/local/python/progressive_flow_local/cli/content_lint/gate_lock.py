"""The lock of gate results: what the gate found of the platform's own code challenges, by the hashes of what it depends on.

Judging all of them takes minutes, so a check judges those whose hashes changed, and a tenth of the others. `make gates` judges
all, and writes the lock.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading import code
from progressive_flow.kernel import paths
from progressive_flow_judge.inputs import input_files

FILE = "code-gates.yaml"
HEAD = "# What the publish gate found of each level of code. `make gates` writes this file.\n"
TENTH = 10
FUEL_DIGITS = 2
# Two builds of the image of Python differ by a third of a per cent, and two digits by 5 % at most: neither is a difference.
MAX_FUEL_DIFFERENCE = 0.1
# The Python of which a gate's result depends. The rest of the package validates, stores and shows.
JUDGING = ("draws", "gate", "judging", "matching", "page", "sealed", "limits.py", "task.py")


class Found(BaseModel):
    """What the gate found of a level. Scores are of 100; `fuel_share` is of what an attempt may use; a lock has two digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    solution: list[float]
    other_solutions: list[float]
    empty: float
    starter: float
    frozen: dict[str, float]
    mutants: int
    killed: int
    equivalent: int
    survivors: list[str]
    fuel_share: float


class Entry(BaseModel):
    """A level: the hash of what the gate was sent of it, and what was found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    content: str
    found: Found


class Lock(BaseModel):
    """All levels, by challenge and number as in `parking-fees/1`, and the hash of the judge that judged them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    judge: str = ""
    levels: dict[str, Entry] = {}


def read(root: Path) -> Lock:
    """Return the lock of a folder of content: an empty one, with which everything is judged, if there is none to be read."""
    try:
        return Lock.model_validate(parsed((root / FILE).read_bytes()))
    except (FileNotFoundError, yaml.YAMLError, ValidationError):
        return Lock()


def write(root: Path, levels: Mapping[str, Entry]) -> None:
    """Write the lock of levels that were all judged, sorted. What does not differ stays as it is."""
    before = read(root).levels
    locked = {
        name: Entry(content=entry.content, found=_kept(before[name].found if name in before else None, entry.found))
        for name, entry in levels.items()
    }
    lock = Lock(judge=judge_hash(), levels=locked)
    text = yaml.safe_dump(lock.model_dump(), default_flow_style=None, width=120, allow_unicode=True)
    (root / FILE).write_text(f"{HEAD}{text}")


def _kept(locked: Found | None, found: Found) -> Found:
    """Return what the lock keeps of a result: the one that it has, unless it differs."""
    if locked and not differences(locked, found):
        return locked
    return found.model_copy(update={"fuel_share": float(f"{found.fuel_share:.{FUEL_DIGITS}g}")})


def differences(locked: Found, found: Found) -> list[str]:
    """Return where two results differ, in words. Fuel differs by a tenth or more, since each build of an image has its own."""
    fields = [name for name in Found.model_fields if name != "fuel_share"]
    lines = [
        f"{name}: {getattr(found, name)}, the lock has {getattr(locked, name)}"
        for name in fields
        if getattr(found, name) != getattr(locked, name)
    ]
    if abs(found.fuel_share - locked.fuel_share) > MAX_FUEL_DIFFERENCE * locked.fuel_share:
        lines.append(f"fuel_share: {found.fuel_share:.{FUEL_DIGITS}g}, the lock has {locked.fuel_share:g}")
    return lines


def changed(lock: Lock, contents: Mapping[str, str]) -> set[str]:
    """Return the levels whose hash, or whose judge's, is not the lock's: hashes of contents by the names of levels."""
    if lock.judge != judge_hash():
        return set(contents)
    return {
        name for name, content in contents.items() if name not in lock.levels or lock.levels[name].content != content
    }


def sampled(contents: Mapping[str, str]) -> set[str]:
    """Return a tenth of the levels, and one at least, chosen by the hashes of their contents and of the judge."""
    judge = judge_hash()
    ranked = sorted(contents, key=lambda name: hashlib.sha256(f"{judge}{contents[name]}".encode()).digest())
    return set(ranked[: -(-len(ranked) // TENTH)])


def surplus(lock: Lock, names: Collection[str]) -> list[str]:
    """Return the levels of the lock that there are not any more."""
    return sorted(set(lock.levels) - set(names))


def judge_hash() -> str:
    """Return the hash of what the judge and the gate are made of: of sources, since somebody has to remember a version."""
    digest = hashlib.sha256()
    for file in sorted(set(judging_files())):
        name = file.relative_to(paths.root()).as_posix()
        digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def judging_files() -> Iterator[Path]:
    """Yield the sources of the images, and the Python that judges and that makes mutants."""
    yield from input_files()
    package = Path(str(code.__file__)).parent
    for part in JUDGING:
        yield from _modules(package / part)


def _modules(path: Path) -> Iterable[Path]:
    return path.rglob("*.py") if path.is_dir() else [path]
