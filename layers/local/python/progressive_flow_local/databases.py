"""Which database the platform works on: the embedded one, or the one the environment names."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from progressive_flow.kernel.database import url as settings
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local import postgres, preparation
from progressive_flow_local.errors import LocalError

WATCH_SECONDS = 0.25
Report = Callable[[str], None]


def given_by_environment() -> bool:
    """Return whether the person at the terminal has a database of their own."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("POSTGRES_HOST"))


def named(url: str, database: str) -> str:
    """Return the URL of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


def connect(url: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Connect to a database; raise `LocalError` if it does not answer."""
    try:
        return psycopg.connect(url, autocommit=autocommit)
    except psycopg.OperationalError as error:
        raise LocalError(f"The database does not answer: {error}") from error


def administrator_url(folder: Path) -> str:
    """Return an administrator's URL of the database the platform works on: the running embedded one's, or DATABASE_URL."""
    if given_by_environment():
        return settings.database_url("administrator")
    server = postgres.attach(folder / "postgres")
    if server is None:
        raise LocalError("No embedded database runs here: run `progressive-flow database start`, or set DATABASE_URL.")
    return named(server.admin_url, preparation.DATABASE)


def _own(passwords: dict[str, str], report: Report) -> dict[str, str]:
    """Prepare the environment's database; its URL is an administrator's, unless there is one for each role."""
    if os.environ.get("MIGRATOR_DATABASE_URL"):
        return {role: settings.database_url(role) for role in LOGIN_ROLES}
    url = settings.database_url()
    database = urlsplit(url).path.strip("/") or preparation.DATABASE
    report(f"Preparing the database {database} on {urlsplit(url).hostname}")
    try:
        return preparation.prepare(url, passwords, preparation.DATABASE if database == "postgres" else database)
    except psycopg.OperationalError as error:
        raise LocalError(f"The database that DATABASE_URL or POSTGRES_* name does not answer: {error}") from error
    except psycopg.errors.InsufficientPrivilege as error:
        message = f"DATABASE_URL needs a user that may create roles, or set <ROLE>_DATABASE_URL for each: {error}"
        raise LocalError(message) from error


@contextlib.contextmanager
def ready(folder: Path, passwords: dict[str, str], report: Report) -> Iterator[dict[str, str]]:
    """Yield each role's URL of a migrated database with reference data; stop what was started for it afterwards."""
    if given_by_environment():
        yield _own(passwords, report)
        return
    report("Starting PostgreSQL")
    server = postgres.start(folder / "postgres", dies_with_parent=True)
    try:
        report("Migrating and loading reference data")
        yield preparation.prepare(server.admin_url, passwords)
    finally:
        if not server.attached:
            server.stop()


def watch(folder: Path) -> None:
    """Return never; raise when the embedded database has ended by itself."""
    server = None if given_by_environment() else postgres.attach(folder / "postgres")
    while server is None or server.running():
        time.sleep(WATCH_SECONDS)
    raise LocalError(f"PostgreSQL ended by itself; see {folder / 'postgres' / 'server.log'}.")
