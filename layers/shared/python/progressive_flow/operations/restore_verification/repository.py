"""Statements on a database and on a restored copy of it.

They run on copies of any age, so they call nothing of ours that a copy from before the last release may lack.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.database_setup.cluster import SCHEMAS

FACTS = """
select
    (select max(h.version) from platform.schema_history as h where h.kind <> 'repeatable' and h.success) as schema_version,
    (select count(*) from identity.users) as users,
    (select count(*) from identity.users as u where u.created_at >= %(until)s) as newer_users,
    (
        select count(*) from gamification.xp_transactions as t where t.id >= %(first)s and t.id < %(last)s
    ) as transactions,
    (
        select coalesce(sum(t.amount), 0)::bigint from gamification.xp_transactions as t
        where t.id >= %(first)s and t.id < %(last)s
    ) as xp,
    (select count(*) from progress.level_attempts as a where a.id >= %(first)s and a.id < %(last)s) as attempts,
    (
        select t.created_at from gamification.xp_transactions as t where t.id < %(last)s order by t.id desc limit 1
    ) as newest
"""
PERIOD = """
select platform.first_id_at(%(since)s) as first, platform.first_id_at(%(until)s) as last, %(until)s::timestamptz as until
"""
LAST_MOMENT = """
select greatest(
    (select uuid_extract_timestamp(t.id) from gamification.xp_transactions as t order by t.id desc limit 1),
    (select uuid_extract_timestamp(a.id) from progress.level_attempts as a order by a.id desc limit 1)
)
"""
ERASED = "select u.id from identity.users as u where u.erased_at >= %s"
ATTEMPTS_OF = """
select count(*) from progress.level_attempts as a
where a.id >= %(first)s and a.id < %(last)s and a.user_id = any(%(users)s)
"""
# Writes the statement that asks every table whether it has a row: only the catalogue knows their names, and quotes them.
# A table without row times counts with any row. Unlogged ones are empty after every restore, and say nothing.
QUESTION = """
select string_agg(
    format(
        'select %%L as name, exists (select from %%I.%%I as t%%s) as filled', n.nspname || '.' || c.relname,
        n.nspname, c.relname, case when exists (
            select from pg_catalog.pg_attribute as a
            where a.attrelid = c.oid and a.attname = 'created_at' and a.atttypid = 'timestamptz'::regtype
        ) then format(' where t.created_at < %%L', %(until)s::timestamptz) else '' end
    ), ' union all '
)
from pg_catalog.pg_class as c inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    n.nspname = any(%(schemas)s::text []) and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
    and has_table_privilege(c.oid, 'select')
"""


class Period(NamedTuple):
    """What is compared: rows whose ids were given from `first` until before `last`, which is the instant `until`."""

    first: UUID
    last: UUID
    until: datetime


class Facts(NamedTuple):
    """A database's version, its learners, and its ledgers in the period; `newest` is the last XP transaction's time."""

    schema_version: str
    users: int
    newer_users: int
    transactions: int
    xp: int
    attempts: int
    newest: datetime | None


class _Id(NamedTuple):
    id: UUID


class _Table(NamedTuple):
    name: str
    filled: bool


def period(live: Transaction, since: datetime, until: datetime) -> Period:
    """Return the period between two instants; only the database itself is asked, since a copy may know no such function."""
    return live.fetch_one(Period, PERIOD, {"since": since, "until": until})


def last_moment(copy: Transaction) -> datetime:
    """Return when the last attempt or XP transaction was written down; now, if there never was one."""
    return copy.fetch_optional_value(datetime, LAST_MOMENT) or copy.at


def facts(db: Transaction, period: Period) -> Facts:
    """Return what is compared of a database."""
    return db.fetch_one(Facts, FACTS, period._asdict())


def erased_since(db: Transaction, at: datetime) -> list[UUID]:
    """Return the learners who left since."""
    return [row.id for row in db.fetch_all(_Id, ERASED, [at])]


def attempts_of(db: Transaction, users: list[UUID], period: Period) -> int:
    """Return how many attempts of the period are these learners'."""
    return db.fetch_value(int, ATTEMPTS_OF, {**period._asdict(), "users": users})


def filled(db: Transaction, until: datetime | None) -> dict[str, bool]:
    """Return every table that the role may read, and whether it has a row from before `until`, or any without."""
    params = {"until": until.isoformat() if until else "infinity", "schemas": list(SCHEMAS)}
    question = db.fetch_value(str, QUESTION, params)
    return {row.name: row.filled for row in db.fetch_all(_Table, question)}
