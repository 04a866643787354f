"""A server of a test's own that serves the platform, and a standby that follows it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfile

import psycopg

from progressive_flow_local import databases, postgres, postgres_programs, preparation
from progressive_flow_local.processes import wait_until
from tests.support import cluster, proofs
from tests.support.scene import one


@contextmanager
def prepared(folder: Path, *, durable: bool = False) -> Iterator[postgres.Server]:
    """Run a migrated and loaded server that the platform uses meanwhile."""
    with closing(postgres.start(folder, durable=durable, dies_with_parent=True)) as server:
        before = cluster.use(urls(server))
        try:
            preparation.prepare(server.admin_url, cluster.PASSWORDS)
            preparation.accept_proof_key(proofs.TEXT)
            yield server
        finally:
            cluster.restore(before)


@contextmanager
def following(primary: postgres.Server, folder: Path) -> Iterator[postgres.Server]:
    """Run a hot standby that streams from a server."""
    folder.mkdir()
    options = ["--checkpoint=fast", "--no-sync", "--wal-method=stream", "--write-recovery-conf"]
    postgres_programs.run("pg_basebackup", primary.admin_url, ["-D", str(folder / "data"), *options])
    copyfile(primary.folder / "superuser_password", folder / "superuser_password")
    with closing(postgres.start(folder, durable=False, dies_with_parent=True)) as server:
        yield server


def urls(server: postgres.Server) -> dict[str, str]:
    """Return each role's URL of the platform's database there."""
    return preparation.role_urls(server.admin_url, cluster.PASSWORDS)


def admin_url(server: postgres.Server) -> str:
    """Return the superuser's URL of the platform's database there."""
    return databases.named(server.admin_url, preparation.DATABASE)


def catch_up(primary: postgres.Server, standby: postgres.Server) -> None:
    """Wait until the standby holds what the primary has written by now."""
    with psycopg.connect(primary.admin_url, autocommit=True) as connection:
        # commits need not wait for the disk there, and nothing leaves for a standby that is not on it
        written = one(connection, "select pg_logical_emit_message(false, 'tests', 'so far', true)")
    with psycopg.connect(standby.admin_url, autocommit=True) as connection:
        assert wait_until(lambda: one(connection, "select pg_last_wal_replay_lsn() >= %s::pg_lsn", written), 60), (
            "the standby does not follow"
        )
