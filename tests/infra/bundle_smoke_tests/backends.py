"""Two equal backends, each a database and AWS resources: one for handlers in this process, one for deployed functions."""

from __future__ import annotations

import io
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from progressive_flow.kernel import aws
from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import cluster
from progressive_flow.operations.reference_data import service as content
from progressive_flow_local import postgres, preparation
from progressive_flow_local.invocation import Context
from tests.infra.bundle_smoke_tests import events, moto_aws
from tests.support import proofs

Urls = Mapping[str, str]
NAMES = ("in-process", "deployed")
# A guarded stage rejects a database with a password, which the embedded one has.
_SETTINGS = {
    "PROGRESSIVE_FLOW_STAGE": "smoke-test",
    "PROGRESSIVE_FLOW_VERSION": "smoke-test",
    "PROOF_KEY": proofs.TEXT,
}


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server, and the passwords of its login roles."""

    admin_url: str
    passwords: Mapping[str, str]

    def urls(self, name: str) -> dict[str, str]:
        """Return each role's URL of a database."""
        return preparation.role_urls(self.admin_url, self.passwords, name)


@dataclass(frozen=True, slots=True)
class Backend:
    """A database with content, an empty one for operations, the event of each function, and the AWS settings."""

    serving: Urls
    empty: Urls
    events: Mapping[str, events.Event]
    aws: Urls

    def urls(self, module: str) -> Urls:
        """Return the database of a function: an operation sets up the empty one."""
        return self.empty if module.startswith("functions.operations.") else self.serving

    def settings(self, module: str, role: str | None) -> dict[str, str]:
        """Return the settings of a function: the URL of its database as its role, and AWS."""
        url = {f"{role.upper()}_DATABASE_URL": self.urls(module)[role]} if role else {}
        return {**_SETTINGS, **self.aws, **url}

    def invoke(self, module: str, role: str | None, event: Mapping[str, Any]) -> Any:
        """Call a function's handler in this process."""
        with _environment(self.settings(module, role)):
            return registry.load(module)(deepcopy(dict(event)), Context("smoke-test", 60.0))


@contextmanager
def own_server(folder: Path) -> Iterator[Server]:
    """Run a PostgreSQL server."""
    server = postgres.start(folder / "postgres", durable=False, dies_with_parent=True)
    try:
        yield Server(server.admin_url, dict.fromkeys(LOGIN_ROLES, uuid.uuid4().hex))
    finally:
        server.stop()


@contextmanager
def backends(server: Server, template: str | None = None) -> Iterator[tuple[Backend, Backend]]:
    """Prepare a database once and clone it. A migrated `template` database with content saves half a second."""
    prefix = f"smoke_test_{uuid.uuid4().hex[:12]}"
    source = f"{prefix}_source"
    if template is None:
        cluster.prepare(server.admin_url, source, server.passwords)
    with psycopg.connect(server.admin_url, autocommit=True) as connection, ExitStack() as stack:
        stack.callback(_drop, connection, prefix)
        if template:
            cluster.create_database(connection, source, template)
        endpoint = stack.enter_context(moto_aws.serving())
        signing = moto_aws.settings(endpoint, "prepared")  # some requests are answered with a signed form
        prepared = _prepare(server.urls(source), signing, fresh=template is None)
        created = [_backend(server, connection, prefix, name, prepared, endpoint) for name in NAMES]
        yield created[0], created[1]


def _prepare(urls: Urls, signing: Urls, *, fresh: bool) -> Mapping[str, events.Event]:
    """Add the schema, the content and a learner to the database; return the event of each function."""
    with _environment({**_SETTINGS, **signing, **preparation.environment(urls)}):
        if fresh:
            migrations.run(urls["migrator"])
            content.load_reference_data()
            preparation.accept_proof_key(proofs.TEXT)
        return events.prepare(registry.functions().values())


def _backend(
    server: Server,
    connection: psycopg.Connection,
    prefix: str,
    name: str,
    prepared: Mapping[str, events.Event],
    endpoint: str,
) -> Backend:
    cluster.create_database(connection, f"{prefix}_{name}", f"{prefix}_source")
    cluster.create_database(connection, f"{prefix}_{name}_empty")
    aws_settings = moto_aws.settings(endpoint, name)
    return Backend(server.urls(f"{prefix}_{name}"), server.urls(f"{prefix}_{name}_empty"), prepared, aws_settings)


def _drop(connection: psycopg.Connection, prefix: str) -> None:
    rows = connection.execute("select datname from pg_database where starts_with(datname, %s)", [prefix]).fetchall()
    for (name,) in rows:
        connection.execute(f'drop database "{name}" with (force)'.encode())


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Replace this process's database settings and discard its output within the context."""
    original = dict(os.environ)
    connections.disconnect()
    aws.forget()
    for name in [name for name in original if name.endswith("DATABASE_URL")]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        with redirect_stdout(io.StringIO()):  # the kernel logs to standard output
            yield
    finally:
        connections.disconnect()
        aws.forget()
        os.environ.clear()
        os.environ.update(original)
