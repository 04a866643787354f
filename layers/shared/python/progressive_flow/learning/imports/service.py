"""Takes over progress from an older system: its `old_progress_table` as a CSV file, or one JSON object a line.

Each row is `user_id, problem_id, completed_levels, total_xp`: whose, the challenge's slug, levels such as `{1,2,3}`, XP in all.
"""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.errors import UserError
from progressive_flow.learning.imports import repository

BATCH = 500
SKIPPED_SHOWN = 100
TAKEN = ("imported", "nothing new")


class OldProgress(BaseModel):
    """A row of the older system."""

    model_config = ConfigDict(extra="ignore")

    user_id: UUID
    problem_id: str = Field(min_length=1, max_length=100)
    completed_levels: list[Annotated[int, Field(ge=-(2**31), lt=2**31)]] = Field(max_length=100)
    total_xp: int = Field(ge=0, le=2**31 - 1)

    @field_validator("completed_levels", mode="before")
    @classmethod
    def _array(cls, value: object) -> object:
        """Read PostgreSQL's own way of writing an array, as COPY does."""
        return re.findall(r"[^{},\s]+", value) if isinstance(value, str) else value


class Skipped(NamedTuple):
    """A row that was not taken, and why."""

    line: int
    reason: str


class Imported(BaseModel):
    """What an import did. Repeating it imports nothing more."""

    rows: int = 0
    imported: int = 0
    unchanged: int = 0
    xp: int = 0
    levels: int = 0
    skipped: list[Skipped] = []
    skipped_in_all: int = 0


def import_file(path: Path) -> Imported:
    """Import a file, some hundred rows a transaction; a stopped import is simply run again."""
    done = Imported()
    batch: list[tuple[int, OldProgress]] = []
    for line, row in _rows(path):
        done.rows += 1
        if isinstance(row, str):
            _skip(done, line, row)
            continue
        batch.append((line, row))
        if len(batch) == BATCH:
            _import(batch, done)
            batch = []
    _import(batch, done)
    return done


def _import(batch: list[tuple[int, OldProgress]], done: Imported) -> None:
    if not batch:
        return
    # in the order of learners, so that two imports at once cannot wait for each other
    ordered = sorted(batch, key=lambda numbered: (numbered[1].user_id, numbered[1].problem_id))
    with transactions.begin(role="migrator") as db:
        outcomes = repository.import_rows(db, [row.model_dump() for _, row in ordered])
    for (line, _), outcome in zip(ordered, outcomes, strict=True):
        done.xp += outcome.xp_imported
        done.levels += outcome.levels_imported
        if outcome.outcome in TAKEN:
            done.imported += outcome.outcome == TAKEN[0]
            done.unchanged += outcome.outcome == TAKEN[1]
        else:
            _skip(done, line, outcome.outcome)


def _skip(done: Imported, line: int, reason: str) -> None:
    done.skipped_in_all += 1
    if len(done.skipped) < SKIPPED_SHOWN:
        done.skipped.append(Skipped(line, reason))


def _rows(path: Path) -> Iterator[tuple[int, OldProgress | str]]:
    """Yield each row with its line, or why it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = _csv(file) if path.suffix == ".csv" else _lines(file)
            for line, record in records:
                yield line, _read(record)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error


def _csv(file: Any) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(file)
    if missing := set(OldProgress.model_fields) - set(reader.fieldnames or ()):
        raise UserError(f"The file's first line lacks {', '.join(sorted(missing))}.")
    for record in reader:
        yield reader.line_num, record


def _lines(file: Any) -> Iterator[tuple[int, Any]]:
    for number, text in enumerate(file, start=1):
        if text.strip():
            try:
                yield number, json.loads(text)
            except ValueError:
                yield number, "no JSON"


def _read(record: Any) -> OldProgress | str:
    if record == "no JSON":
        return "the line is no JSON"
    try:
        return OldProgress.model_validate(record)
    except ValidationError as error:
        fields = sorted({str(detail["loc"][0]) for detail in error.errors() if detail["loc"]})
        return f"{', '.join(fields) or 'the row'} cannot be read"
