"""Two equal worlds: the same database twice, one for the handler in process and one for the same handler as deployed."""

from __future__ import annotations

import io
import json
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from infra.bundle_smoke_tests import clouds, events
from progressive_flow import aws, database, declarations
from progressive_flow.content import service as content
from progressive_flow.local import postgres, preparation
from progressive_flow.local.invocation import Context
from progressive_flow.platform import cluster, migrations

Urls = Mapping[str, str]
NAMES = ("here", "deployed")
# A stage that is guarded would refuse a database with a password, which the embedded one has.
_SETTINGS = {"PROGRESSIVE_FLOW_STAGE": "rehearsal", "PROGRESSIVE_FLOW_VERSION": "rehearsal"}


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL of ours; the passwords are its login roles'."""

    admin_url: str
    passwords: Mapping[str, str]

    def urls(self, name: str) -> dict[str, str]:
        """Return each role's URL of a database."""
        return preparation.role_urls(self.admin_url, self.passwords, name)


@dataclass(frozen=True, slots=True)
class World:
    """A database that serves, one that is empty, and what there is in the first."""

    serving: Urls
    empty: Urls
    facts: events.Facts
    aws: Urls

    def urls(self, module: str) -> Urls:
        """Return the database that a function works on: an operation builds up one that was empty."""
        return self.empty if module.startswith("functions.operations.") else self.serving

    def settings(self, module: str, role: str | None) -> dict[str, str]:
        """Return the settings by which a function finds its database, as its one role."""
        found = {f"{role.upper()}_DATABASE_URL": self.urls(module)[role]} if role else {}
        return {**_SETTINGS, **self.aws, **found}

    def answer(self, module: str, role: str | None, event: Mapping[str, Any]) -> Any:
        """Call a function's handler here, in this process."""
        with _environment(self.settings(module, role)):
            return declarations.load(module)(deepcopy(dict(event)), Context("rehearsal", 60.0))


@contextmanager
def own_server(folder: Path) -> Iterator[Server]:
    """Run a PostgreSQL for the rehearsal."""
    server = postgres.start(folder / "postgres", durable=False, dies_with_parent=True)
    try:
        yield Server(server.admin_url, dict.fromkeys(cluster.LOGIN_ROLES, uuid.uuid4().hex))
    finally:
        server.stop()


@contextmanager
def worlds(server: Server, template: str | None = None) -> Iterator[tuple[World, World]]:
    """Set the scene once and clone it. A migrated `template` with content spares half a second."""
    mark = f"rehearsal_{uuid.uuid4().hex[:12]}"
    scene = f"{mark}_scene"
    if template is None:
        cluster.prepare(server.admin_url, scene, server.passwords)
    with psycopg.connect(server.admin_url, autocommit=True) as connection, ExitStack() as stack:
        stack.callback(_drop, connection, mark)
        if template:
            cluster.create_database(connection, scene, template)
        facts = _set(server.urls(scene), fresh=template is None)
        endpoint = stack.enter_context(clouds.serving())
        made = [_world(server, connection, mark, name, facts, endpoint) for name in NAMES]
        yield made[0], made[1]


def _set(urls: Urls, *, fresh: bool) -> events.Facts:
    """Give the database its schema, its content, a learner and an attempt."""
    with _environment(preparation.environment(urls)):
        if fresh:
            migrations.run(urls["migrator"])
            content.load_reference_data()
        facts, answer = events.Facts(), dict[str, Any]()
        for module in events.BEFOREHAND:
            answer = declarations.load(module)(events.of(module, facts), Context("rehearsal", 60.0))
            if answer["statusCode"] >= 400:  # noqa: PLR2004 - HTTP's own line between success and refusal
                raise RuntimeError(f"{module} answered {answer['statusCode']}: {answer['body']}")
        return events.Facts(facts.learner, facts.administrator, json.loads(answer["body"])["id"])


def _world(
    server: Server, connection: psycopg.Connection, mark: str, name: str, facts: events.Facts, endpoint: str
) -> World:
    cluster.create_database(connection, f"{mark}_{name}", f"{mark}_scene")
    cluster.create_database(connection, f"{mark}_{name}_empty")
    return World(
        server.urls(f"{mark}_{name}"), server.urls(f"{mark}_{name}_empty"), facts, clouds.settings(endpoint, name)
    )


def _drop(connection: psycopg.Connection, mark: str) -> None:
    rows = connection.execute("select datname from pg_database where starts_with(datname, %s)", [mark]).fetchall()
    for (name,) in rows:
        connection.execute(f'drop database "{name}" with (force)'.encode())


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Let this process have only these settings about the database, and log to nobody, meanwhile."""
    before = dict(os.environ)
    database.disconnect()
    aws.forget()
    for name in [name for name in before if name.endswith("DATABASE_URL")]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        with redirect_stdout(io.StringIO()):  # where the kernel logs
            yield
    finally:
        database.disconnect()
        aws.forget()
        os.environ.clear()
        os.environ.update(before)
