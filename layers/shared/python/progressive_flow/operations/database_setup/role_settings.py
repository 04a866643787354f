"""The settings of the database's roles: what each has, and what somebody changed.

PostgreSQL lets a role change its own settings, so code in a function could, for every function that signs in as that role.
Nothing takes that right away. The kernel's connections have the right settings all the same, a deploy resets what is stored, and
`migrate validate` and the job `measure_database` report what is not ours.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import psycopg
from psycopg import sql

from progressive_flow.kernel.database.role_settings import SETTINGS
from progressive_flow.kernel.declarations.models import LOGIN_ROLES

STORED = """
select
    r.rolname as role, d.datname as database, lower(split_part(s.setting, '=', 1)) as name,
    substr(s.setting, strpos(s.setting, '=') + 1) as value
from pg_catalog.pg_db_role_setting as o
inner join pg_catalog.pg_roles as r on r.oid = o.setrole
left join pg_catalog.pg_database as d on d.oid = o.setdatabase
cross join unnest(o.setconfig) as s (setting)
where r.rolname = any(%s) and (d.datname is null or d.datname = current_database())
order by 1, 2 nulls first, 3
"""

IN_A_DATABASE = """
select r.rolname, d.datname
from pg_catalog.pg_db_role_setting as o
inner join pg_catalog.pg_roles as r on r.oid = o.setrole
inner join pg_catalog.pg_database as d on d.oid = o.setdatabase
where r.rolname = any(%s)
"""


class Setting(NamedTuple):
    """A stored setting of a role, of one database or of all."""

    role: str
    database: str | None
    name: str
    value: str


def apply(connection: psycopg.Connection, schemas: Sequence[str]) -> None:
    """Give every role its settings, and no others; `schemas` are its search path."""
    for role, database in connection.execute(IN_A_DATABASE, [list(LOGIN_ROLES)]).fetchall():
        reset = sql.SQL("alter role {} in database {} reset all")
        connection.execute(reset.format(sql.Identifier(role), sql.Identifier(database)))
    path = sql.SQL(", ").join(map(sql.Identifier, schemas))
    for role in LOGIN_ROLES:
        name = sql.Identifier(role)
        connection.execute(sql.SQL("alter role {} reset all").format(name))
        connection.execute(sql.SQL("alter role {} set search_path = {}").format(name, path))
        connection.execute(sql.SQL("alter role {} set timezone = 'UTC'").format(name))
        for setting, value in SETTINGS[role].items():
            setting_of = sql.SQL("alter role {} set {} = {}")
            connection.execute(setting_of.format(name, sql.Identifier(setting), sql.Literal(value)))


def problems(connection: psycopg.Connection, schemas: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each setting that differs from ours, in this database, and one for large objects."""
    yield from differences(map(Setting._make, connection.execute(STORED.encode(), [list(LOGIN_ROLES)])), schemas)
    (objects,) = connection.execute("select count(*) from pg_catalog.pg_largeobject_metadata").fetchone() or (0,)
    if objects:
        yield f"There are {objects} large objects, and the platform makes none: find out who did, then `lo_unlink` them."


def differences(stored: Iterable[Setting], schemas: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each stored setting that is not ours, and for each of ours that is not stored."""
    ours = {"search_path": ", ".join(schemas), "timezone": "UTC"}
    missing = {(role, name) for role in LOGIN_ROLES for name in {**ours, **SETTINGS[role]}}
    for role, database, name, value in stored:
        if database is None and {**ours, **SETTINGS[role]}.get(name) == value:
            missing.remove((role, name))
        else:
            yield f"The role {role} has {name} = {value}, which no deploy has set: `alter role {role} reset {name}`."
    for role, name in sorted(missing):
        yield f"The role {role} lacks its setting {name}: run the operation prepare_cluster."
