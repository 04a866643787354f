"""Attacks as submissions to published challenges: alone, before and behind a right solution, and inside of its function."""

from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import indent
from typing import NamedTuple

from progressive_flow.grading.code.limits import MAX_FILES_BYTES
from tests.unit.grading.code.attacks import forged, programs, statements, typescript
from tests.unit.grading.code.attacks.every import Files, groups
from tests.unit.grading.code.challenges import Level, levels

# Where an attack is submitted, by the runtime that runs it.
SLUGS = {
    "web": "visitor-counter",
    "javascript": "debounce",
    "typescript": "result-cache",
    "python": "parking-fees",
    "sql": "best-sellers",
}
# What stands between an attack and a solution.
SEPARATORS = {"script.js": "\n;\n", "query.sql": "\n;\n"}
# What is compared differs: a number, tuples, sets and what methods give.
FORGED = ("parking-fees", "boat-hire", "word-index", "lending-shelf")
PART = 4  # of the attacks, one in so many runs with every other test


class Submission(NamedTuple):
    """An attack as it is submitted to a challenge: `way` says where its text stands."""

    name: str
    slug: str
    way: str
    files: Files


@cache
def level(slug: str) -> Level:
    """Return the level of a challenge that is attacked: its first."""
    return next(levels(slug))


def every() -> list[Submission]:
    """Return all submissions."""
    return [submission for kind in kinds() for ways in kind for submission in ways]


def part() -> list[Submission]:
    """Return a quarter of the attacks of each kind, each alone and in one other way, which are taken by turns."""
    found: list[Submission] = []
    for at, kind in enumerate(kinds()):
        for turn, (alone, *others) in enumerate(kind[at % PART :: PART]):
            found += [alone, others[turn % len(others)]] if others else [alone]
    return found


def kinds() -> Iterator[list[list[Submission]]]:
    """Yield for each kind of attacks their submissions in each way, that alone first."""
    for group in groups():
        yield [list(of_page(name, files, turn)) for turn, (name, files) in enumerate(group.items())]
    yield [list(ways(f"types: {name}", "typescript", {"script.ts": text})) for name, text in typescript.TYPES.items()]
    for codes in programs.programs():
        yield [
            [*ways(f"program: {name}", "python", {"main.py": code}), inside(name, code)] for name, code in codes.items()
        ]
    for slug in FORGED:
        yield [
            [Submission(f"forged: {name}, {slug}", slug, "alone", {"main.py": code})]
            for name, code in forged.forgeries().items()
        ]
    for texts in statements.statements():
        yield [list(ways(f"statement: {name}", "sql", {"query.sql": text})) for name, text in texts.items()]


def of_page(name: str, files: Files, turn: int) -> Iterator[Submission]:
    """Yield the submissions of an attack on a page; every second script is submitted to a task of functions."""
    is_script = set(files) == {"script.js"}
    yield from ways(name, "javascript" if is_script and turn % 2 else "web", files)


def ways(name: str, runtime: str, attack: Files) -> Iterator[Submission]:
    """Yield an attack alone, then with the solution before and behind it, as long as both fit."""
    slug = SLUGS[runtime]
    yield Submission(name, slug, "alone", attack)
    solution = level(slug).task.solution
    for way in ("behind", "before"):
        files = joined(solution, attack, is_behind=way == "behind")
        if sum(len(text.encode("utf-8", "surrogatepass")) for text in files.values()) <= MAX_FILES_BYTES:
            yield Submission(name, slug, way, files)


def joined(solution: Mapping[str, str], attack: Files, *, is_behind: bool) -> Files:
    """Return a solution whose files hold those of an attack too."""
    files = dict(solution)
    for name, text in attack.items():
        parts = (files.get(name, ""), text) if is_behind else (text, files.get(name, ""))
        files[name] = SEPARATORS.get(name, "\n").join(parts)
    return files


def inside(name: str, code: str) -> Submission:
    """Return an attack that the function does before it answers right."""
    slug = SLUGS["python"]
    solution = level(slug).task.solution["main.py"]
    body = f"def attack():\n{indent(code, '    ')}\n"
    wrapped = f"{solution}\nright = fee\ndef fee(minutes):\n    attack()\n    return right(minutes)\n"
    return Submission(f"program: {name}", slug, "inside", {"main.py": f"{body}\n{wrapped}"})
