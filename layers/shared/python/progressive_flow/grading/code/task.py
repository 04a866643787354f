"""A code task, as the judge takes it: checks on a submission, values drawn for each attempt, and a solution.

It is made of what a level stores. `language` validates what authors write; here it is trusted, so that the judge's function
starts without the libraries that validate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from progressive_flow.grading.code.limits import FILES, Runtime

# What requirements hold of a task; beside these they hold what is shown of it.
STORED = ("runtime", "starter", "given", "solution", "database")
Visibility = Literal["visible", "points", "hidden"]
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """Steps on a fresh page or program, and what they are worth.

    `needs` are ids of checks before it that must have passed. `network` answers requests, `storage` fills `localStorage`,
    `width` is the window's in CSS pixels, and `rows` replace those of tables.
    """

    id: str
    title: str
    steps: Sequence[Step]
    weight: float = 1
    needs: tuple[str, ...] = ()
    visibility: Visibility = "visible"
    hint: str = ""
    network: Sequence[Mapping[str, Any]] = ()
    schedule: Mapping[str, Any] = field(default_factory=dict)
    storage: Mapping[str, str] = field(default_factory=dict)
    width: int = 1024
    rows: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def stored(cls, document: Mapping[str, Any]) -> Self:
        """Make a check of what a level stores."""
        fields: dict[str, Any] = {**document, "needs": tuple(document.get("needs", ()))}
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class CodeTask:
    """What a submission is judged by. `given` are the specifications of the drawn values; files are texts by their names."""

    runtime: Runtime
    checks: tuple[Check, ...]
    solution: Mapping[str, str]
    starter: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    database: Mapping[str, Any] = field(default_factory=dict)
    min_score: float = 100
    must_pass: frozenset[str] = frozenset()

    @classmethod
    def stored(
        cls, requirements: Mapping[str, Any], tests: Sequence[Mapping[str, Any]], criteria: Mapping[str, Any]
    ) -> Self:
        """Make a task of a level's three documents."""
        return cls(
            checks=tuple(Check.stored(test) for test in tests),
            min_score=criteria["min_score"],
            must_pass=frozenset(criteria.get("must_pass", ())),
            **{name: requirements[name] for name in STORED if name in requirements},
        )

    def files(self, submitted: Mapping[str, str]) -> dict[str, str]:
        """Return the text of each file that the runtime has, empty where none was submitted."""
        return {name: submitted.get(name, "") for name in FILES[self.runtime]}
