"""Makes up a learner's row in a table that no function fills, by what the catalogue says of its columns."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.support.scene import one

# The columns that a row cannot do without, and the table and column to which each refers.
REQUIRED = """
select a.attname, format_type(a.atttypid, null), k.confrelid::regclass::text, f.attname
from pg_attribute as a
left join pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'f' and k.conkey = array[a.attnum]
left join pg_attribute as f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef
and a.attidentity = ''
order by a.attnum
"""
TABLES = """
select d.relation from identity.personal_data as d where d.attribute = 'user_id' order by 1
"""


def fill(connection: psycopg.Connection, user: UUID, at: datetime) -> None:
    """Give a user a row in each table of learners' rows where they have none yet, in a superuser's session.

    Where a table's checks refuse what is made up, `everything.STORED` needs a row that says what is right.
    """
    for (table,) in connection.execute(TABLES.encode()).fetchall():
        if not one(connection, f"select exists (select from {table} where user_id = %s)", user):
            _insert(connection, table, user, at)


def _insert(connection: psycopg.Connection, table: str, user: UUID, at: datetime) -> None:
    values = {
        name: user if name == "user_id" else _value(connection, kind, target, column, at)
        for name, kind, target, column in connection.execute(REQUIRED.encode(), [table]).fetchall()
    }
    places = ", ".join(["%s"] * len(values))
    statement = f"insert into {table} ({', '.join(values)}) values ({places})"
    connection.execute(statement.encode(), list(values.values()))


def _value(connection: psycopg.Connection, kind: str, target: str | None, column: str | None, at: datetime) -> Any:
    """Return a value of a type: what a foreign key refers to, where there is one."""
    if target:
        return one(connection, f"select {column} from {target} order by 1 limit 1")
    values: dict[str, Any] = {
        "uuid": uuid4(),
        "text": "made up",
        "boolean": True,
        "timestamp with time zone": at,
        "date": at.date(),
        "jsonb": "{}",
    }
    return values.get(kind, "{}" if kind.endswith("[]") else 1)
