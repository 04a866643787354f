"""`serve` runs everything, says where, refuses what cannot work, and leaves nothing behind."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from progressive_flow_local import databases, loopback, postgres
from progressive_flow_local import platform as service
from progressive_flow_local.aws import clients, judges
from progressive_flow_local.demo_unlocks import bearer
from progressive_flow_local.people import PEOPLE
from progressive_flow_local.processes import HOST, alive, free_port, wait_until
from tests.support.platforms import Platform

PROMISED = {
    *("api_url", "docs_url", "database_url", "application_database_url", "scheduler_database_url", "aws_endpoint_url"),
    *(
        "preview_url",
        "region",
        "user_pool_id",
        "client_id",
        "demo_username",
        "demo_password",
        "admin_username",
        "admin_password",
    ),
}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    started = Platform(tmp_path_factory.mktemp("platform"))
    started.start()
    started.ready()
    yield started
    started.stop()


@contextlib.contextmanager
def disposable(platform: Platform, tmp_path: Path) -> Iterator[Platform]:
    """A second platform, which is stopped in the end if the test has not done it."""
    del platform  # only so that two do not start at the same time
    other = Platform(tmp_path)
    other.start()
    try:
        yield other
    finally:
        if other.process.poll() is None:
            other.stop()


def test_it_says_where_everything_is(platform: Platform) -> None:
    held = platform.ready()
    assert held.keys() >= PROMISED
    assert held["api_url"] == f"http://{HOST}:{platform.port}"
    assert re.fullmatch(r"http://localhost:\d+", held["preview_url"]), "another site than the console's"
    assert loopback.answers(f"{held['preview_url']}/preview.html")
    assert (platform.folder / "platform.json").stat().st_mode & 0o777 == 0o600
    with psycopg.connect(held["database_url"]) as connection:
        assert connection.execute("select current_user").fetchone() == ("migrator",)
    with psycopg.connect(held["application_database_url"]) as connection:
        assert connection.execute("select current_user").fetchone() == ("application",)


def test_the_preview_has_the_next_port_or_another_where_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        other = service._preview_port(service.Plan(tmp_path, port - 1, 1))
        assert other not in {port - 1, port}
    assert service._preview_port(service.Plan(tmp_path, port - 1, 1)) == port
    assert 0 < service._preview_port(service.Plan(tmp_path, 65535, 1)) < 65535


def test_the_api_answers(platform: Platform) -> None:
    with httpx.Client(base_url=platform.ready()["api_url"], trust_env=False, timeout=30) as api:
        assert api.get("/v1/health").status_code == 200
        assert api.get("/v1/me").json() == {"message": "Unauthorized"}
        assert api.get("/v1/no-such-thing").headers["content-type"] == "application/problem+json"
        bearer = {"authorization": f"Bearer {platform.run('token').stdout.strip()}"}
        assert api.get("/v1/me", headers=bearer).json()["email"] == platform.ready()["demo_username"]
        large = api.post("/v1/me", content=b"x" * (10 * 1024 * 1024 + 1), headers=bearer)
        assert (large.status_code, large.json()) == (413, {"message": "Request Entity Too Large"})


def test_the_demo_learner_has_its_challenges(platform: Platform) -> None:
    bearer = {"authorization": f"Bearer {platform.run('token').stdout.strip()}"}
    with httpx.Client(base_url=platform.ready()["api_url"], trust_env=False, timeout=30, headers=bearer) as api:
        for slug in ("static-website", "load-balancing-basics", "url-shortener"):
            assert api.get(f"/v1/challenges/{slug}").json()["unlocked"], slug


def test_a_token_is_all_that_is_printed(platform: Platform) -> None:
    ran = platform.run("token", "--username", platform.ready()["admin_username"], "--json")
    assert json.loads(ran.stdout)["token_type"] == "Bearer"
    refused = platform.run("token", "--username", "nobody@example.com", "--password", "Wrong-password-1")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "Incorrect username or password" in refused.stderr


def test_functions_are_invoked_through_lambdas_api(platform: Platform) -> None:
    endpoint = platform.ready()["aws_endpoint_url"]
    assert "leaderboards" in clients.invoke(endpoint, "progressive-flow-scheduled-refresh-leaderboards")


def test_jobs_are_listed_and_run(platform: Platform) -> None:
    listed = json.loads(platform.run("job", "list", "--json").stdout)
    assert {"name", "expression", "summary"} <= listed[0].keys()
    assert "leaderboards" in json.loads(platform.run("job", "run", "refresh_leaderboards").stdout)
    assert "There is no job" in platform.run("job", "run", "nothing").stderr


def test_the_database_is_reached(platform: Platform) -> None:
    assert platform.run("database", "url").stdout.strip() == platform.ready()["database_url"]
    shell = subprocess.run(
        [sys.executable, "-m", "progressive_flow_local.cli", "database", "shell"],
        env=platform.environment,
        input="select 6 * 7 as answer;",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "42" in shell.stdout


def test_a_second_one_says_that_there_is_one(platform: Platform) -> None:
    ran = platform.run("serve")
    assert ran.returncode == 1
    assert f"A platform already runs on {platform.folder}, at http://{HOST}:{platform.port}" in ran.stderr
    assert platform.run("database", "start").returncode == 1


def stops_all_that_it_started(platform: Platform) -> None:
    parts = platform.parts()
    assert len(parts) == 4
    assert platform.stop(signal.SIGINT) == 0
    assert not any(map(alive, parts))
    assert not (platform.folder / "platform.json").exists()


def leaves_nothing_running_when_it_is_killed(platform: Platform) -> None:
    parts = platform.parts()
    platform.process.kill()
    platform.process.wait()
    assert wait_until(lambda: not any(map(alive, parts)), 20)
    assert (platform.folder / "platform.json").exists()


def starts_a_part_that_ended_again(platform: Platform, endpoint: str) -> None:
    before = platform.parts()
    os.kill(before[0], signal.SIGKILL)
    assert wait_until(lambda: "local AWS ended by the signal SIGKILL: it is started again" in platform.said(), 60)
    assert wait_until(lambda: loopback.responds(endpoint), 60)
    after = platform.parts()
    assert (after[1:], after[0] != before[0]) == (before[1:], True)
    assert all(map(alive, after))


def has_a_sample_organization(platform: Platform) -> None:
    """Its people have their roles, and its items an owner."""
    held = platform.ready()
    with httpx.Client(base_url=held["api_url"], trust_env=False, timeout=30) as api:
        for role in PEOPLE:
            mine = api.get("/v1/organizations", headers=bearer(held, role)).json()["items"]
            assert ("northwind", [role]) in [(row["slug"], row["roles"]) for row in mine]
        items = api.get("/v1/organizations/northwind/items", headers=bearer(held, "author")).json()["items"]
        page = api.get("/v1/pages/northwind:how-the-shop-works", headers=bearer(held, "author")).json()
    assert Counter(item["kind"] for item in items) == {"track": 1, "challenge": 3, "page": 2}
    assert all(item["owner"] for item in items)
    (image,) = page["images"]
    shown = httpx.get(image["url"], trust_env=False)
    assert (shown.status_code, shown.headers["content-security-policy"]) == (200, "sandbox")
    assert b"The way of an order" in shown.content


def loses_what_the_sample_organization_got_last(platform: Platform) -> None:
    """As if the first start had been interrupted."""
    server = postgres.attach(platform.folder / "postgres")
    assert server
    name = platform.ready()["database_url"].rpartition("/")[2]
    with psycopg.connect(databases.named(server.admin_url, name)) as connection:
        connection.execute("update content.items set owner_id = null")
        connection.execute("delete from identity.members where roles = '{reviewer}'")


def test_it_ends_completely_in_every_way_and_starts_again_with_what_it_had(platform: Platform, tmp_path: Path) -> None:
    """One platform that is stopped, killed, and loses a part, since each start takes seconds."""
    with disposable(platform, tmp_path) as other:
        before = other.ready()
        has_a_sample_organization(other)
        loses_what_the_sample_organization_got_last(other)
        stops_all_that_it_started(other)
        other.start()
        after = other.ready()
        has_a_sample_organization(other)
        same = ("user_pool_id", "client_id", "demo_password", "database_url", "aws_endpoint_url")
        assert {name: before[name] for name in same} == {name: after[name] for name in same}
        if sys.platform == "linux":  # which alone signals a process whose parent has died
            leaves_nothing_running_when_it_is_killed(other)
            other.start()
            wait_until(lambda: not (tmp_path / "platform.json").exists() or other.process.poll() is not None, 30)
            health = f"http://{HOST}:{other.port}/v1/health"
            assert wait_until(lambda: loopback.answers(health), 90, pause=0.001)
            assert (tmp_path / "platform.json").exists(), "who waits for it reads the description next"
            assert other.ready()["pid"] == other.process.pid
        starts_a_part_that_ended_again(other, after["aws_endpoint_url"])
        stops_all_that_it_started(other)


def test_the_printed_commands_can_be_pasted(platform: Platform) -> None:
    (printed,) = re.findall(r"^Token +(\S.*\S)", platform.said(), re.MULTILINE)
    shell = {"PATH": os.defpath, "HOME": str(platform.folder)}
    pasted = subprocess.run(printed, shell=True, env=shell, capture_output=True, text=True, check=False)  # noqa: S602 - a paste
    assert (pasted.returncode, pasted.stderr) == (0, "")
    assert pasted.stdout.count(".") == 2


def test_asking_during_the_start_stops_it(platform: Platform, tmp_path: Path) -> None:
    with disposable(platform, tmp_path) as other:
        wait_until((tmp_path / "postgres" / "data").exists, 30)
        assert other.stop() == 0
        assert wait_until(lambda: postgres.attach(tmp_path / "postgres") is None, 10)


def test_the_demo_walks_the_whole_path(platform: Platform, tmp_path: Path) -> None:
    ran = Platform(tmp_path).run("demo")
    assert ran.returncode == 0, ran.stderr
    assert "Every step was as it should be" in ran.stderr
    of_code = (
        ["queued → ", " → graded", "exhausted (cpu)", "paid once", "write a check for it, or list it under equivalent"]
        if judges.is_built()
        else ["POST /v1/challenges/visitor-counter/levels/1/attempts → 503", "make judge"]
    )
    assert [line for line in of_code if line not in ran.stderr] == []
    assert not list(tmp_path.iterdir())


def test_a_worker_whose_function_hangs_is_replaced(platform: Platform, tmp_path: Path) -> None:
    """A whole gateway of its own, with one function that never ends in time."""
    functions = tmp_path / "functions" / "test"
    functions.mkdir(parents=True)
    (functions / "hang.py").write_text(
        '"""Hang."""\nimport time\nfrom progressive_flow.kernel.http.endpoint import Access, get\n\n'
        '@get("/v1/hang", access=Access.PUBLIC, capabilities=(), timeout=1)\n'
        "def handler() -> dict[str, int]:\n    time.sleep(30)\n    return {}\n"
    )
    (functions / "quick.py").write_text(
        '"""Be quick."""\nfrom progressive_flow.kernel.http.endpoint import Access, get\n\n'
        '@get("/v1/quick", access=Access.PUBLIC, capabilities=())\n'
        "def handler() -> dict[str, int]:\n    return {'a': 1}\n"
    )
    port = free_port()
    ours = {"PORT": str(port), "PROGRESSIVE_FLOW_ROOT": str(tmp_path), "SUPERVISOR_PID": str(os.getpid())}
    pool = {
        "USER_POOL_ID": "p",
        "USER_POOL_CLIENT_ID": "c",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    }
    command = [sys.executable, "-m", "progressive_flow_local.gateway"]
    gateway = subprocess.Popen(command, env={**os.environ, **ours, **pool, "WORKERS": "1"}, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://{HOST}:{port}", trust_env=False, timeout=20) as api:

            def quick() -> bool:
                with contextlib.suppress(httpx.TransportError):
                    return api.get("/v1/quick").status_code == 200
                return False

            assert wait_until(quick, 30)
            hung = api.get("/v1/hang")
            assert (hung.status_code, hung.json()) == (503, {"message": "Service Unavailable"})
            assert wait_until(quick, 15), "another worker answers"
    finally:
        gateway.terminate()
        assert gateway.wait(20) == 0
