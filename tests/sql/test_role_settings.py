"""A role can change its own settings, which PostgreSQL allows: that is seen, reset, and writes work meanwhile."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from progressive_flow.identity.users import repository
from progressive_flow.kernel.database import connections, transactions
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import cluster
from progressive_flow_local import postgres, preparation
from tests.support.cluster import PASSWORDS


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A cluster of the module's own, since settings of roles hold for every database; its URL and each role's."""
    server = postgres.start(tmp_path_factory.mktemp("roles") / "postgres", durable=False, dies_with_parent=True)
    cluster.prepare(server.admin_url, preparation.DATABASE, PASSWORDS)
    urls = preparation.role_urls(server.admin_url, PASSWORDS)
    migrations.run(urls["migrator"], on_step=migrations.quiet)
    yield server.admin_url, urls
    server.stop()


def alter(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("alter role application set default_transaction_read_only = on", "has default_transaction_read_only = on"),
        ("alter role application set statement_timeout = 1", "has statement_timeout = 1"),
        ("alter role application in database progressive_flow set work_mem = 64", "has work_mem = 64"),
        ("alter role application reset lock_timeout", "lacks its setting lock_timeout"),
    ],
)
def test_a_changed_setting_is_seen_and_reset(own: tuple[str, dict[str, str]], statement: str, problem: str) -> None:
    admin, urls = own
    assert migrations.validate(urls["migrator"]) == []
    alter(urls["application"], statement)
    seen = migrations.validate(urls["migrator"])
    assert seen
    assert any(f"The role application {problem}" in line for line in seen)
    cluster.prepare(admin, preparation.DATABASE, PASSWORDS)
    assert migrations.validate(urls["migrator"]) == []


def test_large_objects_are_closed_and_seen(own: tuple[str, dict[str, str]]) -> None:
    admin, urls = own
    for role in ("reader", "application", "staff", "sign_up", "scheduler", "read_only"):
        for statement in ("select lo_create(0)", "select lo_from_bytea(0, 'x')", "select lo_creat(-1)"):
            with psycopg.connect(urls[role]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    database = admin.rpartition("/")[0] + "/" + preparation.DATABASE
    alter(database, "select lo_create(4711)")
    assert [line for line in migrations.validate(urls["migrator"]) if "1 large objects" in line]
    alter(database, "select lo_unlink(4711)")


def test_a_default_of_reading_stops_no_write(own: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    admin, urls = own
    monkeypatch.setenv("SIGN_UP_DATABASE_URL", urls["sign_up"])
    connections.disconnect()
    alter(urls["sign_up"], "alter role sign_up set default_transaction_read_only = on")
    with transactions.begin(role="sign_up") as db:
        assert repository.create_user(db, uuid.uuid4(), "alice@example.com")
    connections.disconnect()
    cluster.prepare(admin, preparation.DATABASE, PASSWORDS)
