"""Prepares a database cluster for the migrations: the roles, their settings and an empty database.

Roles belong to the whole cluster and are not copied with a template database, so they are made here, outside the
migration files. On RDS the deploy calls this once with the master user; locally the platform and the tests do.
"""

import contextlib
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations.database_setup import role_settings

SCHEMAS = (
    "platform",
    "identity",
    "curriculum",
    "content",
    "progress",
    "gamification",
    "assessment",
    "social",
    "discovery",
    "analytics",
    "learning",
)

CLOSE_LARGE_OBJECTS = r"""
do $$
declare
    v_function regprocedure;
begin
    for v_function in
        select p.oid from pg_catalog.pg_proc as p
        where p.pronamespace = 'pg_catalog'::regnamespace and (p.proname ~ '^lo_' or p.proname in ('loread', 'lowrite'))
    loop
        execute format('revoke execute on function %s from public', v_function);
    end loop;
end
$$
"""


def prepare(admin_url: str, database: str, passwords: Mapping[str, str]) -> None:
    """Make the roles and the database where they are missing; set passwords and settings. Safe to repeat and to race."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        prepare_roles(connection, passwords)
        create_database(connection, database)
    _make_extensions(admin_url, database)


def prepare_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the roles where they are missing, which no dump of a database holds; set these passwords, and the settings."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtextextended('progressive_flow.cluster', 0))")
        _make_roles(connection, passwords)
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("grant pg_monitor to scheduler, read_only")


def create_database(connection: psycopg.Connection, database: str, template: str = "template0") -> None:
    """Create `database` from `template` unless it is there, owned by the migrator and closed to everyone else."""
    name = sql.Identifier(database)
    exists = connection.execute("select from pg_database where datname = %s", [database]).rowcount
    if not exists:
        connection.execute(
            sql.SQL("create database {} template {} owner migrator").format(name, sql.Identifier(template))
        )
    connection.execute(sql.SQL("revoke all on database {} from public").format(name))
    connection.execute(sql.SQL("grant connect on database {} to {}").format(name, _identifiers(LOGIN_ROLES)))


def _make_extensions(admin_url: str, database: str) -> None:
    """Let operators read which statements are slow. Where the administrator may not install that, the view reads empty."""
    with (
        psycopg.connect(admin_url, dbname=database, autocommit=True) as connection,
        contextlib.suppress(psycopg.errors.InsufficientPrivilege),
    ):
        _close_large_objects(connection)
        connection.execute("create schema if not exists extensions")
        connection.execute("create extension if not exists pg_stat_statements schema extensions")
        connection.execute("grant usage on schema extensions to migrator, scheduler, read_only")


def _close_large_objects(connection: psycopg.Connection) -> None:
    """Take the functions of large objects from everybody, since the platform has none and their rows know no owner of ours.

    A master of RDS may not; there `migrate validate` reports the objects that somebody made.
    """
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute(CLOSE_LARGE_OBJECTS.encode())


def _make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    present = {row[0] for row in connection.execute("select rolname from pg_roles")}
    for role in ("definer", *LOGIN_ROLES):
        if role not in present:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    for role, password in passwords.items():
        statement = sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(password))
        connection.execute(statement)
    connection.execute("grant definer to migrator")
    # Requests read as reader, write as application and administer as staff, who may do what the one before may.
    connection.execute("grant reader to application")
    connection.execute("grant application to staff")
    role_settings.apply(connection, SCHEMAS)


def _identifiers(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
