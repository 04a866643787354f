"""What a run of Python or SQL gave. Values are tagged JSON, as `layers/judge/languages/tagged.py` describes it.

A learner's program made all of it: texts are cut where it is read, and values are compared and shown with care.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict


class Thrown(TypedDict):
    """An exception. `kinds` are the names of its class and of the classes that this extends; `line` is the learner's."""

    type: str
    kinds: list[str]
    message: str
    line: int | None


@dataclass(frozen=True, slots=True)
class CallResult:
    """What one call gave.

    `missing` is a sentence where the code lacks what was to be called; then, and where the call threw, there is no value.
    `arguments` are the positional ones as the call left them, None where they cannot be written any more.
    """

    printed: str = ""
    value: Any = None
    threw: Thrown | None = None
    missing: str | None = None
    arguments: list[Any] | None = None


@dataclass(frozen=True, slots=True)
class PythonRun:
    """A module that was run, and the calls into it. With an `error` of the module itself, no call was made.

    `printed` is what the module printed before the calls. `fuel` counts instructions of WebAssembly, equal for equal input.
    """

    printed: str
    error: Thrown | None
    results: tuple[CallResult, ...]
    fuel: int


@dataclass(frozen=True, slots=True)
class FoundRows:
    """Columns and rows that a query found.

    `more` says that there are rows beyond those that are kept; `failure` is the database's message where it found none.
    """

    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[Any]] = ()
    more: bool = False
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class StatementFailure:
    """A statement that failed: its number from 1, its beginning, and the database's message."""

    statement: int
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class SqlRun:
    """Statements that were run.

    `found` is of the last statement that finds rows, and empty without one. `changes` counts inserted, updated and deleted
    rows. The probes run after a `failure` too, on what the statements before it left.
    """

    found: FoundRows
    failure: StatementFailure | None
    statements: int
    changes: int
    probes: tuple[FoundRows, ...]
    fuel: int
