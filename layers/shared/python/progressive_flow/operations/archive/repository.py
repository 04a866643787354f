"""Statements on the months of the ledgers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Transaction

# The ledgers that are archived, each keyed by id: what rows of a month look like as JSON, a line each.
LEDGERS = ("gamification.xp_transactions", "progress.level_attempts")
_LINES = {
    ledger: f"""
        select t.id, t.created_at, to_jsonb(t)::text as line from {ledger} as t
        where
            t.created_at >= %(month)s::timestamp at time zone 'UTC'
            and t.created_at < (%(month)s::timestamp + interval '1 month') at time zone 'UTC'
            and t.id > %(after)s
        order by t.id
        limit %(limit)s
    """
    for ledger in LEDGERS
}
_COLUMNS = """
select a.attname as name from pg_catalog.pg_attribute as a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum
"""
_ARCHIVES = """
select a.parent, a.month, a.rows, a.bytes, a.archived_at, a.restored_at
from platform.partition_archives as a order by a.month, a.parent
"""
BATCH = 1000


class Month(NamedTuple):
    """One month of one ledger."""

    parent: str
    month: date


class Line(NamedTuple):
    """One row, as a line of JSON."""

    id: UUID
    created_at: datetime
    line: str


class Archive(NamedTuple):
    """A month that was moved to the archive."""

    parent: str
    month: date
    rows: int
    bytes: int
    archived_at: datetime
    restored_at: datetime | None


class _Name(NamedTuple):
    name: str


def archivable(db: Transaction, parents: list[str], age: timedelta) -> list[Month]:
    """Return the months that ended longer than `age` ago and are still in the database, oldest first."""
    query = "select a.parent, a.month from platform.archivable_partitions(%s, %s, %s) as a"
    return db.fetch_all(Month, query, [parents, age, db.at])


def columns(db: Transaction, parent: str) -> list[str]:
    """Return the names of a ledger's columns."""
    return [row.name for row in db.fetch_all(_Name, _COLUMNS, [parent])]


def lines(db: Transaction, month: Month) -> Iterator[Line]:
    """Yield a month's rows, a batch at a time."""
    after = UUID(int=0)
    while found := db.fetch_all(Line, _LINES[month.parent], {"month": month.month, "after": after, "limit": BATCH}):
        yield from found
        after = found[-1].id


def is_here(db: Transaction, month: Month) -> bool:
    """Return whether a month is still a partition of its ledger."""
    schema, _, ledger = month.parent.partition(".")
    query = "select platform.relation_exists(%s, platform.partition_name(%s, %s::timestamp at time zone 'UTC'))"
    return db.fetch_value(bool, query, [schema, ledger, month.month])


def drop_archived(db: Transaction, month: Month, manifest: dict[str, Any]) -> bool:
    """Take a month out of the database that the archive holds; False if somebody else has done so."""
    query = "select platform.drop_archived(%s, %s, %s, %s)"
    return db.fetch_value(bool, query, [month.parent, month.month, Jsonb(manifest), db.at])


def archives(db: Transaction) -> list[Archive]:
    """Return what is in the archive."""
    return db.fetch_all(Archive, _ARCHIVES)


def begin_restore(db: Transaction, month: Month) -> bool:
    """Make the table to read a month back into; False if the month is there."""
    return db.fetch_value(bool, "select platform.begin_restore(%s, %s)", [month.parent, month.month])


def restore_rows(db: Transaction, month: Month, names: list[str], rows: list[Any]) -> int:
    """Read rows back; return how many, learners who left since not counted."""
    query = "select platform.restore_rows(%s, %s, %s, %s)"
    return db.fetch_value(int, query, [month.parent, month.month, names, Jsonb(rows)])


def finish_restore(db: Transaction, month: Month) -> None:
    """Make a month that was read back part of its ledger."""
    db.execute("select platform.finish_restore(%s, %s, %s)", [month.parent, month.month, db.at])
