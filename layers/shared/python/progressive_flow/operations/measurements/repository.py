"""Statements that measure; the views do the work, so that people can ask the same."""

from datetime import datetime
from typing import NamedTuple

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations.database_setup.role_settings import STORED, Setting

MANY_ROWS = 10_000  # from which on the share of dead rows says something
MANY_CALLS = 100  # from which on a mean does
SHOWN = 200  # characters of a statement

# A table at a time, as vacuum does: the months of a ledger are tables by themselves here.
HEALTH = """
select
    pg_database_size(current_database()) as database_bytes,
    coalesce(
        (
            select max(100 * s.n_dead_tup / (s.n_live_tup + s.n_dead_tup)) from pg_catalog.pg_stat_user_tables as s
            where s.n_live_tup + s.n_dead_tup > %(rows)s
        ), 0
    )::integer as dead_rows_percent,
    coalesce(
        (select round(max(q.mean_exec_time)) from platform.slow_queries as q where q.calls >= %(calls)s), 0
    )::bigint as slowest_mean_ms
"""
# Of this database's clients, by the clock that wrote when they began.
OLDEST_TRANSACTION = """
select coalesce(max(extract(epoch from clock_timestamp() - a.xact_start)), 0)::bigint from pg_catalog.pg_stat_activity as a
where a.datname = current_database() and a.backend_type = 'client backend' and a.pid <> pg_backend_pid()
"""
# Of the whole server: its oldest database stops all others from writing.
TRANSACTION_IDS = (
    "select (100 * max(age(d.datfrozenxid)::bigint) / 2147483648)::integer from pg_catalog.pg_database as d"
)
BUSINESS = """
select b.attempts_last_hour, b.xp_last_hour, b.active_learners_last_day, b.sign_ups_last_day
from analytics.business_figures(%s) as b
"""
LARGEST_TABLES = """
select
    t.schemaname || '.' || t.relname as relation, t.total_bytes, t.index_bytes, t.n_live_tup as live_rows,
    t.n_dead_tup as dead_rows, t.last_autovacuum
from platform.table_sizes as t order by t.total_bytes desc, t.schemaname, t.relname limit %s
"""
UNUSED = """
select
    u.schemaname || '.' || u.indexrelname as index_name, u.schemaname || '.' || u.relname as relation, u.index_bytes,
    u.for_foreign_key
from platform.unused_indexes as u order by u.index_bytes desc, u.schemaname, u.indexrelname
"""
# Only kinds of statements whose constants are left out: others may name a role and its password.
SLOWEST = """
select
    left(q.query, %(shown)s) as query, q.calls, round(q.mean_exec_time::numeric, 2)::float8 as mean_ms,
    round(q.max_exec_time::numeric, 2)::float8 as max_ms, round(q.total_exec_time::numeric)::bigint as total_ms
from platform.slow_queries as q
where q.calls >= %(calls)s and q.query ~* '^\\s*(select|insert|update|delete|merge|with)\\M'
order by q.mean_exec_time desc, q.query limit %(limit)s
"""


class Health(NamedTuple):
    """How the database is, in bytes, per cent and milliseconds."""

    database_bytes: int
    dead_rows_percent: int
    slowest_mean_ms: int


class Business(NamedTuple):
    """What learners did, in sums."""

    attempts_last_hour: int
    xp_last_hour: int
    active_learners_last_day: int
    sign_ups_last_day: int


class Table(NamedTuple):
    """One table and what it takes; partitions are part of theirs."""

    relation: str
    total_bytes: int
    index_bytes: int
    live_rows: int
    dead_rows: int
    last_autovacuum: datetime | None


class Index(NamedTuple):
    """An index that nothing has read."""

    index_name: str
    relation: str
    index_bytes: int
    for_foreign_key: bool


class Statement(NamedTuple):
    """A statement and how long it takes, in milliseconds."""

    query: str
    calls: int
    mean_ms: float
    max_ms: float
    total_ms: int


def health(db: Transaction) -> Health:
    """Return how the database is."""
    return db.fetch_one(Health, HEALTH, {"rows": MANY_ROWS, "calls": MANY_CALLS})


def oldest_transaction(db: Transaction) -> int:
    """Return how many seconds the oldest open transaction has been open; 0 if there is none."""
    return max(0, db.fetch_value(int, OLDEST_TRANSACTION))


def transaction_ids(db: Transaction) -> int:
    """Return how much of the numbers for transactions is in use, in per cent of 2^31."""
    return db.fetch_value(int, TRANSACTION_IDS)


def business(db: Transaction) -> Business:
    """Return what learners did until now."""
    return db.fetch_one(Business, BUSINESS, [db.at])


def role_settings(db: Transaction) -> list[Setting]:
    """Return what is stored of the roles' settings."""
    return db.fetch_all(Setting, STORED, [list(LOGIN_ROLES)])


def largest(db: Transaction, limit: int) -> list[Table]:
    """Return the largest tables, largest first."""
    return db.fetch_all(Table, LARGEST_TABLES, [limit])


def unused(db: Transaction) -> list[Index]:
    """Return every index that nothing has read, largest first."""
    return db.fetch_all(Index, UNUSED)


def slowest(db: Transaction, limit: int) -> list[Statement]:
    """Return the statements that take longest on average, slowest first; none where nobody counts them."""
    return db.fetch_all(Statement, SLOWEST, {"shown": SHOWN, "calls": MANY_CALLS, "limit": limit})
