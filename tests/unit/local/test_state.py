"""Small parts: files that hold secrets, locks, ports, URLs, orphans."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local import children, preparation, processes, state
from progressive_flow_local.errors import LocalError


def test_secrets_are_made_once_and_read_by_their_owner_only(tmp_path: Path) -> None:
    first = state.passwords(tmp_path)
    assert state.passwords(tmp_path) == first
    assert first.keys() >= {"migrator", "application", "scheduler", "read_only", "demo", "administrator"}
    assert len(set(first.values())) == len(first)
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    for text in ("one", "two"):
        processes.write_privately(tmp_path / "file", text)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "two"


@pytest.mark.parametrize("content", [None, "", "{", "[1]"])
def test_a_description_that_is_no_description_means_no_platform(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "platform.json").write_text(content)
    with pytest.raises(LocalError, match="progressive-flow serve"):
        state.description(tmp_path)


def test_only_one_may_hold_the_folder(tmp_path: Path) -> None:
    with state.exclusively(tmp_path):
        state.describe(tmp_path, {"api_url": "http://here"})
        with pytest.raises(LocalError, match="at http://here"), state.exclusively(tmp_path):
            pass
    assert not (tmp_path / "platform.json").exists()
    with state.exclusively(tmp_path):
        assert not (tmp_path / "platform.json").exists()


def test_roles_have_urls_on_the_administrators_server() -> None:
    passwords = {**dict.fromkeys(LOGIN_ROLES, "p"), "migrator": "a/b"}
    urls = preparation.role_urls("postgresql://postgres:secret@127.0.0.1:5/postgres?sslmode=disable", passwords)
    assert urls["migrator"] == "postgresql://migrator:a%2Fb@127.0.0.1:5/progressive_flow?sslmode=disable"
    assert preparation.environment(urls)["DATABASE_URL"] == urls["application"]
    assert preparation.environment(urls)["SCHEDULER_DATABASE_URL"] == urls["scheduler"]


def test_orphans_of_ours_are_ended_and_strangers_left_alone(tmp_path: Path) -> None:
    sleep = "import sys, time; time.sleep(60)"
    ours = subprocess.Popen([sys.executable, "-c", sleep, "progressive_flow_local.test"], start_new_session=True)
    stranger = subprocess.Popen([sys.executable, "-c", sleep], start_new_session=True)
    try:
        (tmp_path / "children.json").write_text(json.dumps({"pids": [ours.pid, stranger.pid, 2**22]}))
        assert children.end_orphans(tmp_path) == 1
        assert ours.wait(10) != 0
        assert stranger.poll() is None
    finally:
        for process in (ours, stranger):
            process.kill()
            process.wait()


def test_a_zombie_is_not_alive() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    assert processes.wait_until(lambda: processes.state(process.pid) in {"Z", ""}, 10)
    if sys.platform == "linux":
        assert not processes.alive(process.pid)
    process.wait()
    assert not processes.alive(process.pid)


def test_a_wait_gives_up() -> None:
    assert not processes.wait_until(lambda: False, 0.05)
