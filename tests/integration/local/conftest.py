"""A populated database, its dump, and a second cluster to restore it on, made once a worker; and a local AWS for each test."""

import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from progressive_flow.kernel import aws
from progressive_flow_local import backups, databases, postgres
from progressive_flow_local.aws import stores
from progressive_flow_local.aws.__main__ import create
from tests.support import cluster
from tests.support.api import Api
from tests.support.copies import Source, populate
from tests.support.learning import superuser_url


@pytest.fixture(scope="session")
def source(
    admin_url: str, database: dict[str, str], api: Api, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Source]:
    """A populated database and its dump, which no test changes."""
    urls = cluster.clone(admin_url)
    before = cluster.use(urls)
    populated = populate(urls, admin_url, api)
    cluster.restore(before)
    url, file = superuser_url(urls, admin_url), tmp_path_factory.mktemp("dumps") / "platform.dump"
    backups.dump(url, file)
    yield Source(populated, url, file)
    cluster.drop(admin_url, urls)


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's URL of a cluster that has never seen a role of ours."""
    server = postgres.start(tmp_path_factory.mktemp("second") / "postgres", durable=False, dies_with_parent=True)
    yield server.admin_url
    server.stop()


@pytest.fixture(scope="session")
def restored(source: Source, second: str) -> str:
    """The superuser's URL of the dump restored on the second cluster, which no test changes."""
    backups.restore(second, source.file, "restored", cluster.PASSWORDS)
    return databases.named(second, "restored")


@pytest.fixture
def copy(restored: str, second: str) -> Iterator[str]:
    """The superuser's URL of a restored database that a test may change."""
    name = f"copy_{uuid.uuid4().hex}"
    with psycopg.connect(second, autocommit=True) as connection:
        cluster.copy(connection, name, "restored")
    yield databases.named(second, name)
    with psycopg.connect(second, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def pointed(copy: str, second: str, database: dict[str, str]) -> Iterator[str]:
    """A restored database that a test may change, which the platform uses meanwhile."""
    before = cluster.use(cluster.urls(second, copy.rpartition("/")[2]))
    yield copy
    cluster.restore(before)


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A local AWS of the test's own, with a pool, the bus and the buckets."""
    server = create(tmp_path)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    region = {"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    for name, value in {**settings, **region, **stores.environment()}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("USER_POOL_ID", raising=False)
    aws.forget()
    stores.prepare(address)
    stores.prepare(address)
    yield address
    os.environ.pop("USER_POOL_ID", None)  # which only the consumer may set
    aws.forget()
    server.shutdown()
    serving.join()
    server.server_close()
