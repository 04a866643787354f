"""Commands where no platform runs: what they refuse and say, and the database by itself."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from progressive_flow_local import postgres
from progressive_flow_local.commands import command
from progressive_flow_local.processes import HOST
from tests.support.platforms import Platform


def test_a_port_in_use_is_reported(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        ran = Platform(tmp_path, taken.getsockname()[1]).run("serve")
    assert ran.returncode == 1
    assert "is in use by another program: set PORT" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("name", "value", "range_"),
    [
        ("PORT", "many", "1 to 65535, such as PORT=8000"),
        ("PORT", "80000", "1 to 65535, such as PORT=8000"),
        ("PORT", "0", "1 to 65535, such as PORT=8000"),
        ("WORKERS", "0", "1 to 64, such as WORKERS=2"),
        ("WORKERS", "-1", "1 to 64, such as WORKERS=2"),
        ("WORKERS", "1.5", "1 to 64, such as WORKERS=2"),
    ],
)
def test_a_setting_that_cannot_be_is_reported(tmp_path: Path, name: str, value: str, range_: str) -> None:
    wanted = Platform(tmp_path)
    wanted.environment[name] = value
    ran = wanted.run("serve")
    assert ran.returncode == 1
    assert ran.stderr == f"error {name} is '{value}' and must be a whole number from {range_}.\n"


@pytest.mark.parametrize("package", ["spellchecker", "networkx"])
def test_a_command_without_its_package_says_how_to_get_it(tmp_path: Path, package: str) -> None:
    """`make run` installs what the platform needs; checking content needs more."""
    (tmp_path / f"{package}.py").write_text(f"raise ModuleNotFoundError('No module named it', name='{package}.part')")
    ran = Platform(tmp_path, PYTHONPATH=str(tmp_path)).run("content", "check", "static-website")
    assert ran.returncode == 1
    assert ran.stderr == (
        f"error This command needs the package {package}, which is not installed: run `make setup`, and then it again.\n"
    )


def test_without_a_platform_commands_say_so(tmp_path: Path) -> None:
    ran = Platform(tmp_path).run("token")
    assert (ran.returncode, ran.stdout) == (1, "")
    serve = f"PROGRESSIVE_FLOW_STATE={tmp_path} {command('').split()[-1]} serve"
    assert ran.stderr == f"error No platform has been started in {tmp_path}: run `{serve}` first.\n"


def test_the_database_alone(tmp_path: Path) -> None:
    alone = Platform(tmp_path)
    command = [sys.executable, "-m", "progressive_flow_local.cli", "database", "start"]
    with subprocess.Popen(
        command, env=alone.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as ran:
        assert ran.stdout is not None
        url = ran.stdout.readline().strip()
        with psycopg.connect(url) as connection:
            row = connection.execute("select count(*) from curriculum.challenges").fetchone()
        assert row is not None
        assert row[0] > 0
        assert alone.run("database", "url").stdout.strip() == url
        ran.send_signal(signal.SIGINT)
        assert ran.wait(30) == 0
    assert postgres.attach(tmp_path / "postgres") is None


def test_a_database_of_ones_own_is_used(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / "own", durable=False)
    try:
        alone = Platform(tmp_path / "state", DATABASE_URL=server.admin_url)
        (tmp_path / "state").mkdir()
        ran = subprocess.Popen(
            [sys.executable, "-m", "progressive_flow_local.cli", "database", "start"],
            env=alone.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with ran:
            assert ran.stdout is not None
            assert f":{server.port}/progressive_flow" in ran.stdout.readline()
            assert not (tmp_path / "state" / "postgres").exists()
            ran.send_signal(signal.SIGTERM)
            assert ran.wait(30) == 0
        assert server.running()
    finally:
        server.stop()
