"""A role can change its own settings, which PostgreSQL allows: that is seen, reset, and writes work meanwhile."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest

from progressive_flow.identity.users import repository
from progressive_flow.kernel.database import connections, role_settings, transactions
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import cluster
from progressive_flow.operations.measurements import service as measurements
from progressive_flow_local import postgres, preparation
from tests.support import proofs
from tests.support.cluster import PASSWORDS
from tests.support.scene import one


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A cluster of the module's own, since settings of roles hold for every database; its URL and each role's."""
    server = postgres.start(tmp_path_factory.mktemp("roles") / "postgres", durable=False, dies_with_parent=True)
    cluster.prepare(server.admin_url, preparation.DATABASE, PASSWORDS)
    urls = preparation.role_urls(server.admin_url, PASSWORDS)
    migrations.run(urls["migrator"], on_step=migrations.quiet)
    with psycopg.connect(urls["migrator"]) as connection:
        connection.execute("select identity.accept_proof_key(%s, %s)", [proofs.KEY.kid, proofs.KEY.secret])
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


STOPPING = [
    "set statement_timeout = '1ms'",
    "set transaction_timeout = '1ms'",
    "set idle_in_transaction_session_timeout = '1ms'",
    "set lock_timeout = '1ms'",
    "set default_transaction_read_only = on",
    "set default_transaction_isolation = serializable",
    "set row_security = off",
    "set search_path = nowhere",
    "set timezone = 'Pacific/Kiritimati'",
    "in database progressive_flow set row_security = off",
    "in database progressive_flow set statement_timeout = '1ms'",
]


@pytest.fixture
def untouched(own: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The URLs of the module's roles, as the kernel connects; afterwards nothing is changed any more."""
    admin, urls = own
    for role in ("sign_up", "application", "reader", "scheduler"):
        monkeypatch.setenv(f"{role.upper()}_DATABASE_URL", urls[role])
    connections.disconnect()
    yield urls
    connections.disconnect()
    cluster.prepare(admin, preparation.DATABASE, PASSWORDS)


@pytest.mark.parametrize("setting", [*STOPPING, "set role = 'reader'", "set client_encoding = 'LATIN1'"])
@pytest.mark.parametrize("role", ["application", "reader"])
def test_no_setting_of_a_role_stops_its_functions(untouched: dict[str, str], role: str, setting: str) -> None:
    """The statements of a function sign in again, as every function does that starts after the change."""
    alter(untouched[role], f"alter role {role} {setting}")
    principal = proofs.principal(uuid.uuid4())
    with transactions.begin(principal, role) as db:
        db.execute("select pg_sleep(0.01)")
        learner = db.fetch_value(str, "select username from identity.users where id = %s", [principal.id])
        assert learner.startswith("learner-")
        assert db.fetch_value(str, "select current_user::text") == role
        assert db.fetch_value(str, "select current_setting('timezone')") == "UTC"


def test_a_default_of_reading_stops_no_write(untouched: dict[str, str]) -> None:
    alter(untouched["sign_up"], "alter role sign_up set default_transaction_read_only = on")
    with transactions.begin(role="sign_up") as db:
        assert repository.confirm_sign_up(db, uuid.uuid4(), "alice@example.com")


def test_a_connection_has_the_settings_of_its_role(untouched: dict[str, str]) -> None:
    for role, settings in role_settings.SETTINGS.items():
        with connections.connect(untouched[role], role) as connection:
            stored = {name: one(connection, "select current_setting(%s)", name) for name in settings}
        assert stored == settings


def test_a_statement_of_a_request_that_writes_is_planned_once_and_for_all(untouched: dict[str, str]) -> None:
    plans = "select generic_plans, custom_plans from pg_catalog.pg_prepared_statements where statement like 'select %::integer + 41'"
    with connections.connect(untouched["application"], "application") as connection:
        for number in range(3):
            assert one(connection, "select %s::integer + 41", number) == number + 41
        assert connection.execute(plans.encode()).fetchall() == [(3, 0)]


def test_a_changed_setting_is_measured(untouched: dict[str, str]) -> None:
    def changed() -> int:
        with transactions.begin(role="scheduler") as db:
            return measurements.measure(db)["changed_settings"]

    assert changed() == 0
    alter(untouched["reader"], "alter role reader set work_mem = 64")
    assert changed() == 1
