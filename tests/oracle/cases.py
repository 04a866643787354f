"""What is compared: the designs of all challenges, on the levels whose tests ask for latencies without a fault."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.curriculum.authoring.files.reading import read_content

CONTENT = Path(__file__).parents[2] / "sql" / "seeds" / "content"


class Case(NamedTuple):
    """One design on one level at one multiple of its load; ``asked`` are (operation, p50 or p99) of the level's tests."""

    challenge: str
    level: int
    name: str
    load: float
    design: Mapping[str, Any]
    requirements: Mapping[str, Any]
    asked: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """Name the case in tables."""
        at = "" if self.load == 1 else f" at {self.load:g} times the load"
        return f"{self.challenge}/{self.level} {self.name}{at}"


def all_cases(challenge: str | None = None, level: int | None = None) -> list[Case]:
    """Return the cases of all challenges, or of one, and of one level."""
    content = read_content(CONTENT)
    return [
        case
        for each in content.challenges
        if challenge in (None, each.slug)
        for case in _cases(each)
        if level in (None, case.level)
    ]


def sample(cases: Iterable[Case], count: int) -> list[Case]:
    """Choose cases by a hash of what they contain: others whenever content changes, and the same until then."""

    def key(case: Case) -> str:
        return sha256(json.dumps(case, sort_keys=True).encode()).hexdigest()

    return sorted(cases, key=key)[:count]


def _cases(challenge: Challenge) -> Iterator[Case]:
    designs = {"reference": challenge.reference_design, **{weak.name: weak.design for weak in challenge.weaker_designs}}
    for level in challenge.levels:
        stored = plain(level)
        tests = [test for test in stored["test_cases"] if test["kind"] in {"p50", "p99"} and not test.get("fault")]
        for load in sorted({test["load"] for test in tests}):
            asked = tuple(sorted({(test["op"], test["kind"]) for test in tests if test["load"] == load}))
            for name, design in designs.items():
                if design:
                    yield Case(
                        challenge.slug, level.level, name, load, design.as_graph(), stored["requirements"], asked
                    )
