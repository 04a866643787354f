"""The embedded PostgreSQL that a test run shares, and its databases: one template, a clone a worker, more on request."""

import os
import uuid
from functools import cache
from pathlib import Path

import psycopg

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import cluster
from progressive_flow.operations.reference_data import service as content
from progressive_flow_local import postgres, preparation
from tests.support import proofs

FOLDER = "PROGRESSIVE_FLOW_TEST_CLUSTER"
TEMPLATE = "template_tests"
PASSWORDS: dict[str, str] = dict.fromkeys(LOGIN_ROLES, "test")


@cache
def server() -> postgres.Server:
    """Return the run's server, started by whichever worker comes first."""
    return postgres.start(Path(os.environ[FOLDER]) / "postgres", durable=False, settings={"max_connections": "300"})


def urls(admin_url: str, database: str) -> dict[str, str]:
    """Return each role's URL of a database."""
    return preparation.role_urls(admin_url, PASSWORDS, database)


def superuser(admin_url: str, database: str) -> str:
    """Return the superuser's URL of a database."""
    return f"{admin_url.rpartition('/')[0]}/{database}"


def make_template(admin_url: str) -> None:
    """Make the migrated database with reference data that every other is cloned from; the first worker does it."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(4711)")
        if connection.execute("select from pg_database where datname = %s and datistemplate", [TEMPLATE]).rowcount:
            return
        cluster.prepare(admin_url, TEMPLATE, PASSWORDS)
        url = urls(admin_url, TEMPLATE)["migrator"]
        migrations.run(url)
        os.environ["MIGRATOR_DATABASE_URL"] = url
        content.load_reference_data()
        with psycopg.connect(url) as migrator:
            migrator.execute("select identity.accept_proof_key(%s, %s)", [proofs.KEY.kid, proofs.KEY.secret])
        _forget_connections()
        with psycopg.connect(superuser(admin_url, TEMPLATE), autocommit=True) as template:
            template.execute("analyze")
        connection.execute(f"alter database {TEMPLATE} is_template true allow_connections false".encode())


def clone(admin_url: str, name: str | None = None) -> dict[str, str]:
    """Clone the template; return each role's URL of the clone."""
    name = name or f"clone_{uuid.uuid4().hex}"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        copy(connection, name, TEMPLATE)
    return urls(admin_url, name)


def copy(connection: psycopg.Connection, name: str, source: str) -> None:
    """Copy a database that nobody is connected to, by its files: half the work of PostgreSQL's default."""
    statement = f'create database "{name}" template "{source}" owner migrator strategy file_copy'
    connection.execute(statement.encode())
    cluster.create_database(connection, name)  # which is there, so it sets its privileges alone


def drop(admin_url: str, database_urls: dict[str, str]) -> None:
    """Drop a clone, whoever is still connected."""
    name = database_urls["migrator"].rpartition("/")[2]
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)'.encode())


def use(database_urls: dict[str, str]) -> dict[str, str | None]:
    """Point the platform at a database; return the settings as they were."""
    _forget_connections()
    wanted = preparation.environment(database_urls)
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    return before


def restore(before: dict[str, str | None]) -> None:
    """Point the platform back."""
    _forget_connections()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _forget_connections() -> None:
    connections.disconnect()
