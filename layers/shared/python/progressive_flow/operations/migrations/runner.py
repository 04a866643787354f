"""Applies, checks, undoes and repairs migrations.

Hand-written, since yoyo, dbmate, pgmigrate and Flyway each failed a requirement (docs/decisions/0002).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from progressive_flow.operations.database_setup import role_settings
from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow.operations.migrations import history, system_catalog
from progressive_flow.operations.migrations.files import (
    Migration,
    MigrationError,
    repeatable,
    sql_root,
    undo_of,
    versioned,
)

Progress = Callable[[str, str], None]


def quiet(_step: str, _script: str) -> None:
    """Report to nobody."""


@dataclass
class Report:
    """What a call did: scripts applied or taken back, and objects changed by hand since the run before."""

    applied: list[str] = field(default_factory=list[str])
    undone: list[str] = field(default_factory=list[str])
    repaired: list[str] = field(default_factory=list[str])
    drift: list[str] = field(default_factory=list[str])
    version: str = ""


def run(url: str, root: Path | None = None, on_step: Progress = quiet) -> Report:
    """Apply what is pending, in order; return what was applied and what had drifted.

    Each versioned file commits with its history row, so a crash loses or keeps both; the repeatable ones commit
    together. Twenty callers at once take turns. An older bundle leaves newer versions alone.
    """
    root = root or sql_root()
    with history.locked(url) as connection:
        applied = history.read(connection)
        _refuse(_problems(root, applied, newer_allowed=True))
        report = Report(drift=system_catalog.drift(connection))
        newest = max((int(row.version) for row in applied.values() if row.version), default=0)
        files = versioned(root)
        try:
            for migration in (file for file in files if file.script not in applied):
                on_step("apply", migration.script)
                _apply(connection, migration)
                report.applied.append(migration.script)
            # an older bundle must not put back the functions that a newer one replaced
            if newest <= max((int(file.version) for file in files), default=0):
                changed = [
                    m for m in repeatable(root) if m.script not in applied or applied[m.script].checksum != m.checksum
                ]
                report.applied += _apply_repeatable(connection, changed, on_step)
        finally:  # versions before one that fails stay, and nobody changed them by hand
            if report.applied and not connection.closed:
                system_catalog.remember(connection)
        report.version = files[-1].version if files else ""
        return report


def info(url: str, root: Path | None = None) -> list[dict[str, str]]:
    """Return each file with its state: applied, pending, changed, failed, or missing (applied, but no longer here)."""
    root = root or sql_root()
    with history.locked(url) as connection:
        applied = history.read(connection)
    files = {migration.script: migration for migration in (*versioned(root), *repeatable(root))}
    rows = [
        {"script": script, "state": _state(migration, applied), "applied_at": _when(script, applied)}
        for script, migration in files.items()
    ]
    rows += [
        {"script": script, "state": "missing", "applied_at": _when(script, applied)}
        for script in applied
        if script not in files
    ]
    return rows


def validate(url: str, root: Path | None = None) -> list[str]:
    """Return what is wrong with the history against the files, and what drifted; nothing if all is well."""
    root = root or sql_root()
    with history.locked(url) as connection:
        return [
            *_problems(root, history.read(connection), newer_allowed=False),
            *(f"{object_} was changed by hand since the last run." for object_ in system_catalog.drift(connection)),
            *role_settings.problems(connection, SCHEMAS),
        ]


def drift(url: str) -> list[str]:
    """Return the objects that differ from what the last run left."""
    with history.locked(url) as connection:
        return system_catalog.drift(connection)


def baseline(url: str, version: str, root: Path | None = None) -> Report:
    """Record the versions up to `version` as applied without running them: for a database that has them already."""
    root = root or sql_root()
    files = versioned(root)
    if version not in {file.version for file in files}:
        raise MigrationError(f"There is no version {version}: `migrate info` lists them.")
    with history.locked(url) as connection, connection.transaction():
        if history.read(connection):
            raise MigrationError("This database has a history already: a baseline is for one that has none.")
        for migration in files:
            if int(migration.version) <= int(version):
                history.write(connection, migration, "baseline", time.monotonic())
        return Report(version=version)


def undo(url: str, root: Path | None = None, *, allow_data_loss: bool = False) -> Report:
    """Take back the newest version. Refuses, changing nothing, if rows would be lost and that was not allowed."""
    root = root or sql_root()
    with history.locked(url) as connection:
        done = [row for row in history.read(connection).values() if row.version and row.kind == "versioned"]
        if not done:
            raise MigrationError("There is no applied version to undo.")
        last = max(done, key=lambda row: int(row.version or 0))
        migration = undo_of(root, last.version or "")
        with connection.transaction():
            before = system_catalog.filled_columns(connection)
            connection.execute(migration.text.encode())
            lost = sorted(before - system_catalog.columns(connection))
            if lost and not allow_data_loss:
                names = ", ".join(sorted({column.rpartition(".")[0] for column in lost}))
                raise MigrationError(
                    f"Undoing {last.script} would lose the rows of {names}: back them up, then say --allow-data-loss."
                )
            history.forget(connection, last.script)
            history.forget_repeatables(connection)  # what was dropped with the tables comes back with the next run
            system_catalog.remember(connection)
        return Report(undone=[last.script], version=last.version or "")


def repair(url: str, root: Path | None = None) -> Report:
    """Repair the history: accept edited checksums, forget failed files, drop the invalid indexes they left."""
    root = root or sql_root()
    with history.locked(url) as connection:
        report = Report(repaired=system_catalog.drop_invalid_indexes(connection))
        with connection.transaction():
            history.forget_failed(connection)
            applied = history.read(connection)
            for migration in versioned(root):
                if migration.script in applied and applied[migration.script].checksum != migration.checksum:
                    history.write(connection, migration, "versioned", time.monotonic())
                    report.repaired.append(migration.script)
            system_catalog.remember(connection)
        return report


def _apply(connection: psycopg.Connection, migration: Migration) -> None:
    started = time.monotonic()
    try:
        if migration.transactional:
            with connection.transaction():
                connection.execute(migration.text.encode())
                history.write(connection, migration, "versioned", started)
            return
        history.write(connection, migration, "versioned", started, success=False)
        for statement in _statements(migration.text):
            connection.execute(statement.encode())
        history.write(connection, migration, "versioned", started)
    except psycopg.Error as error:
        hint = (
            "" if migration.transactional else " It may be half done: fix it, run `migrate repair`, then `migrate run`."
        )
        raise MigrationError(f"{migration.script} failed: {str(error).strip()}{hint}") from error


def _statements(text: str) -> Iterable[str]:
    """Split a non-transactional file: each statement ends a line with a semicolon and must stand alone."""
    return [statement for part in text.split(";\n") if (statement := part.strip().removesuffix(";"))]


def _apply_repeatable(connection: psycopg.Connection, changed: list[Migration], on_step: Progress) -> list[str]:
    """Apply in rounds: a function whose body names one that comes later waits for the next round."""
    done: list[str] = []
    with connection.transaction():
        waiting, before = changed, -1
        while waiting and len(waiting) != before:
            before, later = len(waiting), list[Migration]()
            for migration in waiting:
                started = time.monotonic()
                try:
                    with connection.transaction():
                        connection.execute(migration.text.encode())
                except (psycopg.errors.UndefinedFunction, psycopg.errors.UndefinedTable):
                    later.append(migration)
                    continue
                except psycopg.Error as error:
                    raise MigrationError(f"{migration.script} failed: {str(error).strip()}") from error
                on_step("apply", migration.script)
                history.write(connection, migration, "repeatable", started)
                done.append(migration.script)
            waiting = later
        if waiting:
            _fail_on(connection, waiting[0])
    return done


def _fail_on(connection: psycopg.Connection, migration: Migration) -> None:
    try:
        connection.execute(migration.text.encode())
    except psycopg.Error as error:
        raise MigrationError(f"{migration.script} failed: {str(error).strip()}") from error


def _problems(root: Path, applied: dict[str, history.Applied], *, newer_allowed: bool) -> list[str]:
    files = {migration.script: migration for migration in versioned(root)}
    newest_here = max((int(migration.version) for migration in files.values()), default=0)
    newest_there = max((int(row.version) for row in applied.values() if row.version), default=0)
    found = list[str]()
    for script, row in applied.items():
        if not row.version:
            continue
        if not row.success:
            found.append(f"{script} failed half-way before: run `migrate repair`, then `migrate run`.")
        elif script in files and files[script].checksum != row.checksum:
            found.append(f"{script} was edited after it was released: restore it and write a new version instead.")
        elif script not in files and not (newer_allowed and int(row.version) > newest_here):
            found.append(f"{script} was applied but is not here: get the version of the code that has it.")
    for migration in files.values():
        if migration.script not in applied and int(migration.version) < newest_there:
            found.append(f"{migration.script} is older than what is applied already: give it a higher version.")
    return found


def _refuse(problems: list[str]) -> None:
    if problems:
        raise MigrationError(" ".join(problems))


def _state(migration: Migration, applied: dict[str, history.Applied]) -> str:
    row = applied.get(migration.script)
    if row is None:
        return "pending"
    if not row.success:
        return "failed"
    return "applied" if row.checksum == migration.checksum else "changed"


def _when(script: str, applied: dict[str, history.Applied]) -> str:
    return applied[script].applied_at.isoformat() if script in applied else ""
