"""The launcher starts PostgreSQL for whoever runs it, and gets over what went wrong before."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from progressive_flow_local import postgres, postgres_folder
from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import HOST, alive, free_port, wait_until


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose server, if one still runs, is stopped in the end.

    It lies outside pytest's own folder, which each run of pytest on the machine closes to other users again when it starts.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-") as parent:
        Path(parent).chmod(0o711)
        chosen = Path(parent) / "postgres"
        yield chosen
        if chosen.exists() and (left := postgres.attach(chosen)):
            left.stop()


def ask(server: postgres.Server, query: str) -> object:
    with psycopg.connect(server.admin_url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def keep_seven(server: postgres.Server) -> None:
    with psycopg.connect(server.admin_url) as connection:
        connection.execute("create table kept as select 7 as n")


def test_a_fresh_server_is_as_the_platform_wants_it(folder: Path) -> None:
    server = postgres.start(folder, durable=False, settings={"max_connections": "17"})
    assert str(ask(server, "show server_version")).startswith("18")
    assert ask(server, "show server_encoding") == "UTF8"
    assert ask(server, "select datcollate from pg_database where datname = 'postgres'") == "C"
    assert ask(server, "show shared_preload_libraries") == "pg_stat_statements"
    assert ask(server, "show listen_addresses") == HOST
    assert ask(server, "show fsync") == "off"
    assert ask(server, "show max_connections") == "17"
    assert ask(server, "select rolpassword like 'SCRAM-SHA-256$%' from pg_authid where rolname = 'postgres'") is True
    assert (folder / "superuser_password").stat().st_mode & 0o777 == 0o600


def test_a_wrong_password_is_refused(folder: Path) -> None:
    server = postgres.start(folder, durable=False)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.admin_url.replace("postgres:", "postgres:x", 1))


def test_it_is_durable_by_default_and_keeps_data_and_port(folder: Path) -> None:
    first = postgres.start(folder)
    assert ask(first, "show fsync") == "on"
    keep_seven(first)
    first.stop()
    assert not first.running()
    second = postgres.start(folder)
    assert second.port == first.port
    assert ask(second, "select n from kept") == 7


def test_it_recovers_from_kill_9(folder: Path) -> None:
    first = postgres.start(folder, settings={"synchronous_commit": "on"})
    keep_seven(first)
    first.kill()
    assert (postgres_folder.data(folder) / "postmaster.pid").exists()
    second = postgres.start(folder)
    assert ask(second, "select n from kept") == 7


def test_a_stale_pid_of_another_program_is_no_obstacle(folder: Path) -> None:
    first = postgres.start(folder, durable=False)
    first.kill()
    file = postgres_folder.data(folder) / "postmaster.pid"
    lines = file.read_text().splitlines()
    lines[0] = str(os.getpid())
    file.write_text("\n".join(lines) + "\n")
    assert not postgres.start(folder, durable=False).attached


def test_a_server_that_runs_is_attached_to(folder: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        servers = list(pool.map(lambda _: postgres.start(folder, durable=False), range(3)))
    assert sorted(server.attached for server in servers) == [False, True, True]
    assert len({server.pid for server in servers}) == 1
    next(server for server in servers if server.attached).stop()
    assert not alive(servers[0].pid)


def test_a_port_in_use_is_reported_if_it_was_requested(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        with pytest.raises(LocalError, match=f"Port {taken.getsockname()[1]} is in use"):
            postgres.start(folder, durable=False, port=taken.getsockname()[1])


def test_last_times_port_is_left_to_others_if_they_have_it(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        folder.mkdir()
        (folder / "port").write_text(str(taken.getsockname()[1]))
        assert postgres.start(folder, durable=False).port != taken.getsockname()[1]


def test_a_port_may_be_chosen(folder: Path) -> None:
    port = free_port()
    assert postgres.start(folder, durable=False, port=port).port == port


def test_data_of_another_version_is_reported(folder: Path) -> None:
    postgres_folder.data(folder).mkdir(parents=True)
    (postgres_folder.data(folder) / "PG_VERSION").write_text("15\n")
    with pytest.raises(LocalError, match="PostgreSQL 15, this is 18"):
        postgres.start(folder)


def test_a_half_made_folder_is_made_again(folder: Path) -> None:
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18")
    assert ask(postgres.start(folder, durable=False), "select 1") == 1


def test_a_setting_it_refuses_is_reported(folder: Path) -> None:
    with pytest.raises(LocalError, match="no_such_setting"):
        postgres.start(folder, durable=False, settings={"no_such_setting": "1"})


def test_a_full_disk_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("progressive_flow_local.processes.MIN_FREE_BYTES", 2**62)
    with pytest.raises(LocalError, match="are free on the disk"):
        postgres.start(folder)
    assert "is full" in postgres._explain("FATAL: could not write: No space left on device", folder)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux signals a process whose parent has died")
def test_it_can_end_with_its_parent(folder: Path) -> None:
    code = (
        "import os, pathlib, sys; from progressive_flow_local import postgres;"
        "print(postgres.start(pathlib.Path(sys.argv[1]), durable=False, dies_with_parent=True).pid, flush=True);"
        f"os.kill(os.getpid(), {int(signal.SIGKILL)})"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False)
    assert wait_until(lambda: not alive(int(ran.stdout)), 10)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to be somebody else")
@pytest.mark.parametrize("namespaces", [True, False])
def test_root_runs_it_as_somebody_else(folder: Path, monkeypatch: pytest.MonkeyPatch, namespaces: bool) -> None:
    if namespaces and not postgres_folder._user_namespace():
        pytest.skip("user namespaces are not allowed here")
    if not namespaces:
        monkeypatch.setattr(postgres_folder, "_user_namespace", lambda: ())
    server = postgres.start(folder, durable=False)
    assert ask(server, "select 1") == 1
    server.stop()
    # and back: the data now belong to the other one
    monkeypatch.undo()
    assert ask(postgres.start(folder, durable=False), "select 1") == 1
