"""What tests of SQL ask for: databases for the migration runner, and an organization."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from progressive_flow.operations.database_setup import cluster
from tests.support import cluster as databases
from tests.support.migrating import FIRST, write
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture
def url(admin_url: str) -> Iterator[str]:
    """An empty database's URL, as the migrator."""
    name = f"empty_{uuid.uuid4().hex}"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        cluster.create_database(connection, name)
    urls = databases.urls(admin_url, name)
    yield urls["migrator"]
    databases.drop(admin_url, urls)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one migration and its undo."""
    for folder in ("migrations", "undo", "schemas"):
        (tmp_path / folder).mkdir()
    write(tmp_path, "migrations/V001__items.sql", FIRST)
    write(tmp_path, "undo/U001__items.sql", "drop schema shop cascade;\n")
    return tmp_path


@pytest.fixture
def tenant(superuser: psycopg.Connection) -> Tenant:
    """An organization with content of its own."""
    return make_tenant(superuser)
