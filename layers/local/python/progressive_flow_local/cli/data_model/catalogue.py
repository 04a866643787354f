"""Reads what the schemas hold from PostgreSQL's catalogue. Nothing here depends on the day, on ids or on the cluster."""

import re
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg.rows import class_row

from progressive_flow.operations.database_setup.cluster import SCHEMAS
from progressive_flow_local.cli.data_model import queries

Row = TypeVar("Row")
TRIGGER = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER \S+ (.+?) ON \S+ (.*)EXECUTE FUNCTION (\S+\(.*\))", re.DOTALL)


class Table(NamedTuple):
    """A table; `forced` is row-level security that binds the owner too, `partition_key` is null for a whole table."""

    schema: str
    name: str
    comment: str | None
    forced: bool
    unlogged: bool
    partition_key: str | None
    default_partition: str | None


class Column(NamedTuple):
    """A column of a table or a view; `key` holds PK, FK and UK, as it is part of such keys."""

    schema: str
    relation: str
    name: str
    type: str
    nullable: bool
    default: str | None
    comment: str | None
    key: str


class Constraint(NamedTuple):
    """A primary key (p), unique (u), check (c), foreign key (f) or exclusion (x), with its definition in SQL."""

    schema: str
    relation: str
    name: str
    kind: str
    definition: str
    columns: list[str]
    target_schema: str | None
    target: str | None
    optional: bool
    single: bool


class Index(NamedTuple):
    """An index that no constraint made; its comment says which query it serves."""

    schema: str
    relation: str
    name: str
    definition: str
    comment: str | None


class Policy(NamedTuple):
    """A policy of row-level security."""

    schema: str
    relation: str
    name: str
    command: str
    roles: str
    using: str | None
    check: str | None


class View(NamedTuple):
    """A view, or a materialized one; an invoker's view reads with the rights of who asks."""

    schema: str
    name: str
    comment: str | None
    materialized: bool
    invoker: bool


class Function(NamedTuple):
    """A function; `callers` are the roles besides its owner that may execute it."""

    schema: str
    name: str
    identity: str
    arguments: str
    returns: str
    volatility: str
    definer: bool
    owner: str
    callers: str
    comment: str | None


class Trigger(NamedTuple):
    """A trigger: `event` as in `BEFORE UPDATE`, `scope` as in `FOR EACH ROW` with its condition."""

    schema: str
    relation: str
    name: str
    event: str
    scope: str
    function: str


class Catalogue(NamedTuple):
    """Everything in the schemas, each list in the order of names."""

    schemas: dict[str, str | None]
    tables: list[Table]
    columns: list[Column]
    constraints: list[Constraint]
    indexes: list[Index]
    policies: list[Policy]
    views: list[View]
    functions: list[Function]
    triggers: list[Trigger]


def read(connection: psycopg.Connection) -> Catalogue:
    """Read the catalogue, as any role that may connect."""
    with connection.transaction(force_rollback=True):
        connection.execute("set local search_path = ''")  # without a path no schema is left out of a name
        schemas = connection.execute(queries.SCHEMAS, [list(SCHEMAS)]).fetchall()
        triggers = connection.execute(queries.TRIGGERS, [list(SCHEMAS)]).fetchall()
        return Catalogue(
            dict(schemas),
            _rows(connection, Table, queries.TABLES),
            _rows(connection, Column, queries.COLUMNS),
            _rows(connection, Constraint, queries.CONSTRAINTS),
            _rows(connection, Index, queries.INDEXES),
            _rows(connection, Policy, queries.POLICIES),
            _rows(connection, View, queries.VIEWS),
            _rows(connection, Function, queries.FUNCTIONS),
            [Trigger(*row[:3], *_trigger(row[3])) for row in triggers],
        )


def _rows(connection: psycopg.Connection, kind: type[Row], query: str) -> list[Row]:
    with connection.cursor(row_factory=class_row(kind)) as cursor:
        return cursor.execute(query.encode(), [list(SCHEMAS)]).fetchall()


def _trigger(definition: str) -> tuple[Any, ...]:
    found = TRIGGER.fullmatch(definition)
    if not found:
        raise ValueError(f"PostgreSQL describes a trigger in a way not known here: {definition}")
    return tuple(part.strip().removesuffix("()") for part in found.groups())
