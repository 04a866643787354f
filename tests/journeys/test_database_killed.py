"""kill -9 of PostgreSQL while attempts arrive: every acknowledged one is there afterwards, and the sums agree."""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from progressive_flow import database as platform_database
from progressive_flow.local import postgres, preparation
from progressive_flow.local.processes import wait_until
from tests.support.api import Caller, new_caller
from tests.support.cluster import PASSWORDS
from tests.support.content import reference_design
from tests.support.gateways import answers, gateway
from tests.support.scene import open_challenge

PATH = "/v1/challenges/url-shortener/levels/1/attempts"
LEARNERS = 6


@pytest.fixture
def server(tmp_path: Path, database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[postgres.Server]:
    """A durable server of the test's own; the settings of this process are put back afterwards."""
    for name in preparation.environment(database):
        monkeypatch.setenv(name, os.environ[name])
    started = postgres.start(tmp_path / "postgres", durable=True)
    yield started
    platform_database.disconnect()
    again = postgres.attach(tmp_path / "postgres")
    if again:
        again.stop()


def submit_until(address: str, caller: Caller, stop: threading.Event, acknowledged: list[str], seen: list[int]) -> None:
    """Submit as fast as answers come, a key each, retrying what was not answered; note what was acknowledged."""
    body = {"design": reference_design("url-shortener")}
    with httpx.Client(base_url=address, headers={"authorization": f"Bearer {caller.token}"}, timeout=10) as client:
        for number in itertools.count():
            if stop.is_set():
                return
            for _ in range(200):
                try:
                    answer = client.post(PATH, json=body, headers={"idempotency-key": f"key-{number}"})
                except httpx.HTTPError:
                    continue
                seen.append(answer.status_code)
                if answer.status_code == 201:
                    acknowledged.append(answer.json()["id"])
                    break
                time.sleep(0.05)


def test_no_acknowledged_attempt_is_lost(server: postgres.Server, tmp_path: Path) -> None:
    urls = preparation.prepare(server.admin_url, PASSWORDS)
    learners = [new_caller() for _ in range(LEARNERS)]
    admin = server.admin_url.rpartition("/")[0] + "/progressive_flow"
    with psycopg.connect(admin) as connection:
        for learner in learners:
            connection.execute("select identity.ensure_user(%s)", [learner.id])
            open_challenge(connection, learner.id, "url-shortener")
    acknowledged: list[list[str]] = [[] for _ in learners]
    seen: list[int] = []
    stop = threading.Event()
    with gateway(urls, 4, tmp_path / "gateway.log", RATE_LIMIT_ATTEMPTS="100000/60") as address:
        threads = [
            threading.Thread(target=submit_until, args=(address, learner, stop, made, seen))
            for learner, made in zip(learners, acknowledged, strict=True)
        ]
        for thread in threads:
            thread.start()
        assert wait_until(lambda: sum(map(len, acknowledged)) > 60, 60.0)
        server.kill()
        before = sum(map(len, acknowledged))
        server = postgres.start(tmp_path / "postgres", durable=True)
        assert wait_until(lambda: sum(map(len, acknowledged)) > before + 60, 60.0)
        assert answers(address)
        stop.set()
        for thread in threads:
            thread.join()
    assert set(seen) <= {201, 409, 503}
    with psycopg.connect(admin) as connection:
        stored = {str(row[0]) for row in connection.execute("select id from progress.level_attempts")}
        assert {attempt for made in acknowledged for attempt in made} <= stored
        numbers = """
            select count(*) from (
                select user_id from progress.level_attempts
                group by user_id having max(attempt_number) <> count(*)
            ) as gaps
        """
        assert connection.execute(numbers).fetchone() == (0,)
        sums = """
            select count(*) from gamification.user_stats as s
            where s.total_xp <> (
                select coalesce(sum(t.amount), 0) from gamification.xp_transactions as t where t.user_id = s.user_id
            )
        """
        assert connection.execute(sums).fetchone() == (0,)
        # each learner's first pass and each achievement once, whatever was sent again
        paid = connection.execute(
            "select count(*) filter (where source_type = 'level'), count(*), count(distinct (user_id, source_type, source_id))"
            " from gamification.xp_transactions"
        ).fetchone()
        assert paid
        assert paid[0] == LEARNERS
        assert paid[1] == paid[2]
