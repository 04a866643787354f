"""Prepares a database cluster for the migrations: the roles, their settings and an empty database.

Roles belong to the whole cluster and are not copied with a template database, so they are made here, outside the
migration files. On RDS the deploy calls this once with the master user; locally the platform and the tests do.
"""

import contextlib
from collections.abc import Mapping

import psycopg
from psycopg import sql

LOGIN_ROLES = ("migrator", "application", "scheduler", "read_only")
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
# A request may take 30 s and a job 5 minutes; whoever waits longer holds locks that others need.
SETTINGS = {
    "application": {"statement_timeout": "28s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "30s"},
    "scheduler": {"statement_timeout": "5min", "lock_timeout": "30s", "idle_in_transaction_session_timeout": "1min"},
    "read_only": {"statement_timeout": "1min", "default_transaction_read_only": "on"},
    "migrator": {"lock_timeout": "30s"},
}


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
    connection.execute(
        sql.SQL("grant connect on database {} to migrator, application, scheduler, read_only").format(name)
    )


def _make_extensions(admin_url: str, database: str) -> None:
    """Let operators read which statements are slow. Where the administrator may not install that, the view reads empty."""
    with (
        psycopg.connect(admin_url, dbname=database, autocommit=True) as connection,
        contextlib.suppress(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("create schema if not exists extensions")
        connection.execute("create extension if not exists pg_stat_statements schema extensions")
        connection.execute("grant usage on schema extensions to migrator, scheduler, read_only")


def _make_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    present = {row[0] for row in connection.execute("select rolname from pg_roles")}
    for role in ("definer", *LOGIN_ROLES):
        if role not in present:
            connection.execute(sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    for role, password in passwords.items():
        statement = sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(password))
        connection.execute(statement)
    connection.execute("grant definer to migrator")
    path = sql.SQL(", ").join(map(sql.Identifier, SCHEMAS))
    for role in LOGIN_ROLES:
        connection.execute(sql.SQL("alter role {} set search_path = {}").format(sql.Identifier(role), path))
        connection.execute(sql.SQL("alter role {} set timezone = 'UTC'").format(sql.Identifier(role)))
        for setting, value in SETTINGS[role].items():
            setting_of = sql.SQL("alter role {} set {} = {}")
            connection.execute(setting_of.format(sql.Identifier(role), sql.Identifier(setting), sql.Literal(value)))
