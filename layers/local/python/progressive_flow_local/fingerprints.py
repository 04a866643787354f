"""What a database is, as JSON: two of the same fingerprint hold the same rows under the same rules.

A table's checksum is the sum over its rows of the first 64 bits of md5(row as text): the order of rows does not matter,
nothing is sorted, a row that is there twice counts twice, and md5 is the same on every machine and version, as PostgreSQL's
own hash functions need not be. It finds accidents, not forgers. The schema is what pg_dump writes, hashed object by object:
owners, grants, default privileges, policies, partitions, comments and extensions are in it, and what it is silent on
(roles and their settings, the database itself, sequences) is read from the catalogue.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local import databases, postgres_programs
from progressive_flow_local import fingerprint_queries as queries
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import read_json

Fingerprint = dict[str, Any]
ENTRY = re.compile(r"^--\n-- Name: (.+); Type: (.+); Schema: (.+); Owner: (.*)\n--\n", re.MULTILINE)
# Lines that stand where the state of the session changes, whichever object comes next; and a key made up for each dump.
PASSING = re.compile(r"^(SET default_|\\(un)?restrict |-- PostgreSQL database dump complete)")
FIRST = 20  # of what the audit finds, for people; the rows themselves are in the checksums
ROLES = ["definer", *LOGIN_ROLES]
PARTS = {"version", "tables", "sequences", "ledger", "differences", "database", "roles", "extensions", "objects"}


@contextmanager
def one_moment(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """Yield an administrator's connection that sees one moment until the end, and that moment's name for pg_dump.

    Raises `LocalError` unless it sees every row: a limited role's fingerprint would be one of what it may see.
    """
    with databases.connect(url) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        for setting, value in queries.SETTINGS.items():
            connection.execute("select set_config(%s, %s, true)", [setting, value])
        everything, ours, snapshot = _row(connection, queries.MOMENT)
        if not everything:
            raise LocalError("This takes an administrator, who sees every row: set DATABASE_URL to a superuser's.")
        if not ours:
            raise LocalError(f"The database {connection.info.dbname} holds no platform: it was never migrated.")
        yield connection, snapshot


def of(url: str) -> Fingerprint:
    """Return the fingerprint of a database; `url` is an administrator's."""
    with one_moment(url) as (connection, snapshot):
        return take(connection, url, snapshot)


def take(connection: psycopg.Connection, url: str, snapshot: str) -> Fingerprint:
    """Return the fingerprint of a moment, as `one_moment` yields it."""
    different = _listed(connection, queries.DIFFERENCES)
    return {
        "version": _row(connection, queries.VERSION)[0],
        "tables": {table: _table(connection, *names) for table, *names in connection.execute(queries.TABLES)},
        "sequences": _pairs(connection, queries.SEQUENCES),
        "ledger": _named(connection, queries.LEDGER),
        "differences": {"count": len(different), "first": different[:FIRST]},
        "database": _listed(connection, queries.DATABASE)[0],
        "roles": _named(connection, queries.ROLES, ROLES),
        "extensions": _pairs(connection, queries.EXTENSIONS),
        "objects": _objects(postgres_programs.read("pg_dump", url, ["--schema-only", f"--snapshot={snapshot}"])),
    }


def read(file: Path) -> Fingerprint:
    """Return the fingerprint in a file; raise `LocalError` if the file is absent, or cut short, or holds something else."""
    held = read_json(file)
    if missing := sorted(PARTS - held.keys()):
        raise LocalError(f"{file} holds no usable fingerprint, for it lacks {', '.join(missing)}.")
    return held


def differences(one: Fingerprint, other: Fingerprint) -> list[str]:
    """Return what differs between two fingerprints, a line each."""
    left, right = _flat(one), _flat(other)
    return [
        f"{name}: {left.get(name, 'absent')} and {right.get(name, 'absent')}"
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    ]


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Return each leaf by its path; a list is a leaf."""
    if not isinstance(value, dict):
        return {path: str(value)}
    return {
        name: leaf
        for key, inner in value.items()
        for name, leaf in _flat(inner, f"{path} {key}" if path else key).items()
    }


def _table(connection: psycopg.Connection, schema: str, name: str) -> dict[str, str | int]:
    rows, checksum = _row(connection, sql.SQL(queries.CHECKSUM).format(sql.Identifier(schema, name)))
    return {"rows": rows, "checksum": checksum}


def _objects(schema: str) -> dict[str, str]:
    """Return the hash of each object in a schema's dump, its owner with it; entries of one name are hashed together."""
    _, *parts = ENTRY.split(schema)
    entries: dict[str, list[str]] = {}
    for name, kind, where, owner, text in zip(*(parts[start::5] for start in range(5)), strict=True):
        entries.setdefault(f"{kind} {where}.{name}", []).append(f"{owner}\n{_statements(kind, text)}")
    return {
        name: hashlib.sha256("\n".join(sorted(texts)).encode()).hexdigest() for name, texts in sorted(entries.items())
    }


def _statements(kind: str, text: str) -> str:
    """Return what an entry says. Grants have no order of their own: the catalogue lists them as they were given."""
    lines = [line for line in text.splitlines() if line and not PASSING.match(line)]
    return "\n".join(sorted(lines) if kind in {"ACL", "DEFAULT ACL"} else lines)


def _row(connection: psycopg.Connection, query: str | sql.Composed) -> Any:
    row = connection.execute(query.encode() if isinstance(query, str) else query).fetchone()
    if row is None:
        raise LookupError("a query for one row found none")
    return row


def _pairs(connection: psycopg.Connection, query: str) -> dict[str, Any]:
    return dict(connection.execute(query.encode()).fetchall())


def _listed(connection: psycopg.Connection, query: str, *params: Any) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), params).fetchall()


def _named(connection: psycopg.Connection, query: str, *params: Any) -> dict[str, dict[str, Any]]:
    """Return rows by their first column."""
    return {next(iter(row.values())): dict(list(row.items())[1:]) for row in _listed(connection, query, *params)}
