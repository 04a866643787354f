"""Which database the platform works on: the embedded one, or the one the environment names."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

from progressive_flow.kernel.database import url as settings
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local import postgres, preparation
from progressive_flow_local.commands import command
from progressive_flow_local.errors import LocalError

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
        start = command("database start")
        raise LocalError(f"No embedded database runs here: run `{start}`, or set DATABASE_URL.")
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


class Embedded:
    """The embedded database as a part of the platform: it comes back where its clients look for it."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self.log, self._folder = folder / "server.log", folder
        self.log_start = self._log_size()
        self.server = postgres.start(folder, dies_with_parent=True)

    def ended(self) -> str | None:
        """Return how it has ended by itself; nothing while it runs."""
        return self.server.ended()

    def restart(self) -> None:
        """Start it again on its port."""
        self.log_start = self._log_size()
        self.server = postgres.start(self._folder, port=self.server.port, dies_with_parent=True)

    def stop(self) -> None:
        """Stop it, unless another process had started it."""
        if not self.server.attached:
            self.server.stop()

    def _log_size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0


@dataclass(frozen=True)
class Ready:
    """A migrated database with reference data: each role's URL, and what to watch of it."""

    urls: dict[str, str]
    parts: tuple[Embedded, ...] = ()


@contextlib.contextmanager
def ready(folder: Path, passwords: dict[str, str], report: Report) -> Iterator[Ready]:
    """Yield a database that is ready to serve; stop what was started for it afterwards."""
    if given_by_environment():
        yield Ready(_own(passwords, report))
        return
    report("Starting PostgreSQL")
    embedded = Embedded(folder / "postgres")
    try:
        report("Migrating and loading reference data")
        yield Ready(preparation.prepare(embedded.server.admin_url, passwords), (embedded,))
    finally:
        embedded.stop()
