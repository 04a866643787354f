"""What every test may ask for: a database of its own worker, the API, callers, SQL sessions.

The database is the real embedded PostgreSQL. A test of the API commits, as its learners are new each time and nothing
else shares them; a test of SQL runs in one transaction that is rolled back; whoever needs an empty world clones one.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from playwright.sync_api import Browser

from progressive_flow_local import postgres
from tests.support import chromium, cluster, proofs
from tests.support.api import Api, Caller, new_caller
from tests.support.clouds import Clouds
from tests.support.clouds import clouds as in_process

Session = Callable[..., psycopg.Connection]


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's folder before the workers start, so that they share one server."""
    # moto would make 2,600 objects of machine images for each simulated AWS, and the platform has no machine
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    if cluster.FOLDER not in os.environ:
        os.environ[cluster.FOLDER] = tempfile.mkdtemp(prefix="progressive-flow-tests-")
        config.stash[_OWNER] = True


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's server, if this process chose its folder; a worker that started it need not wait for it."""
    if not config.stash.get(_OWNER, False):
        for child in postgres._children.values():
            child.returncode = 0
        return
    folder = Path(os.environ.pop(cluster.FOLDER))
    server = postgres.attach(folder / "postgres")
    if server:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)


_OWNER = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes by itself, or one worker would end with it while the others have nothing left to do."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let CI fail where a test was skipped: there, everything is installed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def admin_url() -> str:
    """The superuser's URL of the run's server."""
    url = cluster.server().admin_url
    cluster.make_template(url)
    return url


@pytest.fixture(scope="session")
def database(admin_url: str) -> Iterator[dict[str, str]]:
    """Each role's URL of this worker's database, which the platform uses meanwhile."""
    urls = cluster.clone(admin_url)
    before = cluster.use(urls)
    yield urls
    cluster.restore(before)
    cluster.drop(admin_url, urls)


@pytest.fixture
def fresh_database(admin_url: str, database: dict[str, str]) -> Iterator[dict[str, str]]:
    """Each role's URL of a database that only this test uses, the platform included."""
    urls = cluster.clone(admin_url)
    before = cluster.use(urls)
    yield urls
    cluster.restore(before)
    cluster.drop(admin_url, urls)


@pytest.fixture(scope="session")
def api(database: dict[str, str]) -> Iterator[Api]:
    """The API, on this worker's database or the one the test has cloned."""
    client = Api()
    yield client
    client.close()


@pytest.fixture
def learner() -> Caller:
    """Somebody who was never here before."""
    return new_caller()


@pytest.fixture
def administrator() -> Caller:
    """A platform administrator."""
    return new_caller("platform_admin")


@contextmanager
def session(url: str, user: UUID | None = None, *, roles: str = "") -> Iterator[psycopg.Connection]:
    """A connection in one transaction that is rolled back, its deferred constraints checked before."""
    with psycopg.connect(url) as connection:
        if user:
            connection.execute("select set_config('app.caller', %s, true)", [proofs.statement(user, roles)])
        yield connection
        connection.execute("set constraints all immediate")
        connection.rollback()


@pytest.fixture
def sql(database: dict[str, str]) -> Iterator[Callable[..., psycopg.Connection]]:
    """Open SQL sessions: `sql("application", user)`. Each is rolled back at the end of the test."""
    with ExitStack() as stack:

        def connect(role: str = "application", user: UUID | None = None, *, roles: str = "") -> psycopg.Connection:
            manager: AbstractContextManager[psycopg.Connection] = session(database[role], user, roles=roles)
            return stack.enter_context(manager)

        yield connect


@pytest.fixture
def superuser(database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session in this worker's database, to set a scene and to look past every policy; rolled back."""
    name = database["migrator"].rpartition("/")[2]
    with session(admin_url.rpartition("/")[0] + "/" + name) as connection:
        yield connection


@pytest.fixture
def clouds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clouds]:
    """AWS in this process, for functions that call it."""
    with in_process(monkeypatch) as made:
        yield made


@pytest.fixture(scope="module")
def shared_clouds() -> Iterator[Clouds]:
    """AWS for all tests of a module: for those that call every function and look at nothing that it keeps there."""
    with pytest.MonkeyPatch.context() as patch, in_process(patch) as made:
        yield made


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """A browser of the module's own: its driver runs an event loop, which no test elsewhere may find running."""
    with chromium.browser() as started:
        yield started
