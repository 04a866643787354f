"""What was applied: the table `platform.schema_history`, and the lock that lets one runner work at a time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import LiteralString, NamedTuple

import psycopg
from psycopg.rows import class_row

from progressive_flow.kernel import clock
from progressive_flow.operations.migrations.files import Migration, MigrationError

BOOTSTRAP = """
create schema if not exists platform;
create table if not exists platform.schema_history (
    id integer generated always as identity primary key,
    kind text not null check (kind in ('versioned', 'repeatable', 'baseline')),
    version text,
    script text not null unique,
    description text not null,
    checksum text not null,
    applied_by text not null,
    applied_at timestamptz not null,
    duration_ms integer not null,
    success boolean not null
);
comment on table platform.schema_history is 'Which migration files were applied, with the checksum they had.';
comment on column platform.schema_history.version is 'Null for repeatable files.';
create table if not exists platform.schema_objects (
    object text primary key,
    fingerprint text not null
);
comment on table platform.schema_objects is 'Definitions after the last run, to detect changes made by hand since.';
grant usage on schema platform to reader, scheduler, read_only;
grant select on platform.schema_history to reader, scheduler, read_only;
"""
LOCK = "select pg_try_advisory_lock(hashtextextended('platform.schema_history', 0))"
PATIENCE = 600.0


class Applied(NamedTuple):
    """One row of the history."""

    kind: str
    version: str | None
    script: str
    checksum: str
    applied_at: datetime
    success: bool


@contextmanager
def locked(url: str, patience: float = PATIENCE) -> Iterator[psycopg.Connection]:
    """Connect, wait for the other runners to finish, and make the history table.

    Polls: a session that blocks in `pg_advisory_lock` holds a snapshot, with which `create index concurrently`
    elsewhere would wait for ever.
    """
    with psycopg.connect(url, autocommit=True, application_name="progressive-flow migrate") as connection:
        deadline = time.monotonic() + patience
        while not _scalar(connection, LOCK):
            if time.monotonic() > deadline:
                raise MigrationError(
                    f"Another migration has run for {patience:.0f} s: look at pg_stat_activity, then try again."
                )
            time.sleep(0.1)
        # what the files say is all there is: no setting of the role changes what they mean
        connection.execute(
            "select set_config('search_path', 'pg_catalog', false), set_config('statement_timeout', '0', false)"
        )
        connection.execute("select set_config('client_min_messages', 'warning', false)")
        if not _scalar(connection, "select to_regclass('platform.schema_objects') is not null"):
            with connection.transaction():
                connection.execute(BOOTSTRAP)
        yield connection


def read(connection: psycopg.Connection) -> dict[str, Applied]:
    """Return what was applied, by script."""
    query = "select kind, version, script, checksum, applied_at, success from platform.schema_history order by id"
    with connection.cursor(row_factory=class_row(Applied)) as cursor:
        return {row.script: row for row in cursor.execute(query)}


def write(
    connection: psycopg.Connection, migration: Migration, kind: str, started: float, *, success: bool = True
) -> None:
    """Record a file as applied (or, before a non-transactional one, as begun)."""
    connection.execute(
        """
        insert into platform.schema_history as h
        (kind, version, script, description, checksum, applied_by, applied_at, duration_ms, success)
        values (%s, %s, %s, %s, %s, session_user, %s, %s, %s)
        on conflict (script) do update set
            checksum = excluded.checksum, applied_by = excluded.applied_by, applied_at = excluded.applied_at,
            duration_ms = excluded.duration_ms, success = excluded.success
        """,
        [
            kind,
            migration.version or None,
            migration.script,
            migration.description,
            migration.checksum,
            clock.now(),
            round((time.monotonic() - started) * 1000),
            success,
        ],
    )


def forget(connection: psycopg.Connection, script: str) -> None:
    """Delete one file's row."""
    connection.execute("delete from platform.schema_history where script = %s", [script])


def forget_repeatables(connection: psycopg.Connection) -> None:
    """Delete the rows of the repeatable files, so that the next run applies them all."""
    connection.execute("delete from platform.schema_history where kind = 'repeatable'")


def forget_failed(connection: psycopg.Connection) -> None:
    """Delete the rows of files that were begun and not finished."""
    connection.execute("delete from platform.schema_history where not success")


def _scalar(connection: psycopg.Connection, query: LiteralString) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
