"""Dumps a database into a file and restores it into a new one, completely or not at all, and compares both afterwards."""

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from progressive_flow.operations.database_setup import cluster
from progressive_flow_local import databases, fingerprints, postgres_programs
from progressive_flow_local.errors import LocalError
from progressive_flow_local.fingerprints import Fingerprint
from progressive_flow_local.processes import write_privately

# PostgreSQL cuts names after 63 bytes, and a draft's is longer than the one it will have.
NAME = re.compile(r"[a-z_][a-z0-9_]{0,49}")
LOCK = "select pg_try_advisory_lock(hashtextextended('progressive_flow.restore ' || %s, 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended('progressive_flow.restore ' || %s, 0))"
DRAFT = " (restoring)"  # what a database's name ends with until it is complete; no name that NAME allows ends so
LEFTOVERS = "select d.datname from pg_database as d where right(d.datname, length(%s)) = %s order by 1"
MAX_DIFFERENCES = 5


def beside(file: Path) -> Path:
    """Return where a dump's fingerprint lies."""
    return file.with_name(f"{file.name}.fingerprint.json")


def dump(url: str, file: Path) -> Fingerprint:
    """Write a database into `file` and its fingerprint of the same moment beside it, while others go on working.

    `url` is an administrator's. Refuses to overwrite; the file appears whole or not at all, and only its owner reads it.
    """
    if file.exists():
        raise LocalError(f"{file} is there already: choose another name, or move it away.")
    if not file.parent.is_dir():
        raise LocalError(f"There is no folder {file.parent} for the dump.")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        found = _write(url, draft)
        os.link(draft, file)  # where a rename would put it over what somebody else has written meanwhile
    except FileExistsError as error:
        raise LocalError(f"{file} was written by somebody else meanwhile.") from error
    finally:
        draft.unlink(missing_ok=True)
    try:
        write_privately(beside(file), json.dumps(found, indent=1) + "\n")
    except OSError as error:
        file.unlink()  # a dump without its fingerprint could not be verified
        raise LocalError(f"The fingerprint of {file} cannot be written: {error.strerror}.") from error
    return found


def restore(admin_url: str, file: Path, name: str, passwords: Mapping[str, str], *, verify: bool = True) -> None:
    """Restore a dump into a new database and compare it with the fingerprint beside the file, unless `verify` is False.

    Roles are the cluster's: those missing are made, with these passwords. Until everything is there and as it was the
    database has another name, so that whatever goes wrong leaves none behind. Raises `LocalError`.
    """
    if not NAME.fullmatch(name):
        raise LocalError(f"{name} is no name for a database here: small letters, digits and _, at most 50.")
    if not file.is_file():
        raise LocalError(f"There is no dump {file}.")
    wanted = _fingerprint(file) if verify else None
    anyones = databases.named(
        admin_url, "postgres"
    )  # locks are a database's: whoever restores takes them in the same one
    with databases.connect(anyones, autocommit=True) as connection, _draft(connection, name) as draft:
        _prepare(connection, draft, passwords)
        url = databases.named(admin_url, draft)
        postgres_programs.run("pg_restore", url, ["--exit-on-error", str(file.absolute())])
        with databases.connect(url, autocommit=True) as restored:
            restored.execute("analyze")
        if wanted is not None:
            _compare(url, wanted, file)
        rename = sql.SQL("alter database {} rename to {}")
        connection.execute(rename.format(sql.Identifier(draft), sql.Identifier(name)))


def _fingerprint(file: Path) -> Fingerprint:
    try:
        return fingerprints.read(beside(file))
    except LocalError as error:
        raise LocalError(f"{error} Without it the dump is restored by --unverified only.") from error


def _write(url: str, draft: Path) -> Fingerprint:
    """Dump into `draft`. By its name: on standard output a dump ends with a copy of its contents, and a cut goes unnoticed."""
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with fingerprints.one_moment(url) as (connection, snapshot):
        arguments = ["--format=custom", f"--snapshot={snapshot}", f"--file={draft.absolute()}"]
        postgres_programs.run("pg_dump", url, arguments)
        return fingerprints.take(connection, url, snapshot)


@contextlib.contextmanager
def _draft(connection: psycopg.Connection, name: str) -> Iterator[str]:
    """Hold the name of a database to come; yield its draft's, which is gone afterwards whatever happens."""
    if not _one(connection, LOCK, name):
        raise LocalError(f"Another restore into {name} is at work.")
    if _one(connection, "select exists (select from pg_database where datname = %s)", name):
        raise LocalError(f"The database {name} exists: a dump is restored into a new one only.")
    _drop_leftovers(connection)
    draft = name + DRAFT
    try:
        yield draft
    finally:
        _drop(connection, draft)


def _drop_leftovers(connection: psycopg.Connection) -> None:
    """Drop the drafts of restores that were killed, into whatever name: those whose name no other restore holds."""
    for (draft,) in connection.execute(LEFTOVERS, [DRAFT, DRAFT]).fetchall():
        name = draft.removesuffix(DRAFT)
        if _one(connection, LOCK, name):
            _drop(connection, draft)
            connection.execute(UNLOCK, [name])


def _drop(connection: psycopg.Connection, database: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def _prepare(connection: psycopg.Connection, database: str, passwords: Mapping[str, str]) -> None:
    """Make the roles that are missing, whose passwords nobody can know yet, and an empty database."""
    present = {row[0] for row in connection.execute("select rolname from pg_roles")}
    cluster.prepare_roles(connection, {role: word for role, word in passwords.items() if role not in present})
    cluster.create_database(connection, database)


def _compare(url: str, wanted: Fingerprint, file: Path) -> None:
    if different := fingerprints.differences(wanted, fingerprints.of(url)):
        shown = "; ".join(different[:MAX_DIFFERENCES])
        raise LocalError(f"{file} differs from the database that was dumped, {len(different)} differences: {shown}")


def _one(connection: psycopg.Connection, query: str, *params: Any) -> Any:
    row = connection.execute(query.encode(), params).fetchone()
    return row[0] if row else None
