"""The publisher of the event log: everything at least once, nothing twice by two, nothing held up by one."""

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from botocore.exceptions import EndpointConnectionError

from progressive_flow.kernel import aws, clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.events import bus, outbox, repository
from tests.support.clouds import Clouds
from tests.support.learning import superuser_url
from tests.support.scene import NOON, one


@pytest.fixture
def url(fresh_database: dict[str, str], admin_url: str) -> str:
    """A superuser's URL of a database without events."""
    found = superuser_url(fresh_database, admin_url)
    with psycopg.connect(found) as connection:
        connection.execute("delete from platform.outbox")
    return found


def emit(url: str, count: int, payload: str = "{}", topic: str = "attempt.graded") -> list[str]:
    """Write events; return their ids in order."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "insert into platform.outbox (topic, payload, created_at)"
            " select %s, %s::jsonb || jsonb_build_object('n', n), %s from generate_series(1, %s) as n returning id",
            [topic, payload, NOON, count],
        ).fetchall()
    return sorted(str(row[0]) for row in rows)


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    """Ask as a superuser."""
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


class Bus:
    """A bus that notes what it is given, and responds as configured."""

    def __init__(self) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self.refuses: set[str] = set()
        self.breaks_after: int | None = None

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - boto3's name
        """Take entries as EventBridge does."""
        if self.breaks_after is not None and len(self.calls) >= self.breaks_after:
            raise EndpointConnectionError(endpoint_url="https://events")
        self.calls.append(Entries)
        entries = [
            {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}
            if any(mark in entry["Detail"] for mark in self.refuses)
            else {"EventId": "x"}
            for entry in Entries
        ]
        return {"FailedEntryCount": len(entries), "Entries": entries}

    def details(self) -> list[str]:
        """Return what was given, in order."""
        return [entry["Detail"] for call in self.calls for entry in call]


@pytest.fixture
def noting(monkeypatch: pytest.MonkeyPatch) -> Bus:
    """Let functions publish to a bus of the test's own."""
    found = Bus()
    monkeypatch.setenv("EVENT_BUS", "noting")
    monkeypatch.setattr(aws, "events", lambda: found)
    return found


def test_events_reach_the_bus_in_order_and_once(url: str, clouds: Clouds) -> None:
    ids = emit(url, 25)
    done = registry.load("functions.scheduled.publish_outbox")({}, None)
    assert (done["published"], done["refused"], done["waiting"], done["failed"]) == (25, 0, 0, 0)
    heard = clouds.heard()
    assert sorted(event["detail"]["id"] for event in heard) == ids
    assert {(event["source"], event["detail-type"]) for event in heard} == {("progressive-flow", "attempt.graded")}
    assert heard[0]["detail"].keys() == {"id", "topic", "user_id", "organization_id", "created_at", "payload"}
    assert outbox.drain()["published"] == 0
    assert clouds.heard() == []


def test_calls_are_of_ten_and_in_order(url: str, noting: Bus) -> None:
    emit(url, 23)
    assert outbox.drain(batch=7)["published"] == 23
    assert max(len(call) for call in noting.calls) <= 10
    numbers = [json.loads(text)["payload"]["n"] for text in noting.details()]
    assert numbers == list(range(1, 24))


def test_a_call_stays_below_the_limit_of_bytes(url: str, noting: Bus) -> None:
    emit(url, 6, '{"text": "%s"}' % ("ä" * 50_000))
    assert outbox.drain()["published"] == 6
    for call in noting.calls:
        assert sum(len(entry["Detail"].encode()) for entry in call) < bus.MAX_BYTES
    assert len(noting.calls) == 3


def test_an_event_too_large_is_given_up_and_holds_up_nobody(url: str, noting: Bus) -> None:
    emit(url, 1, '{"text": "%s"}' % ("x" * 300_000))
    emit(url, 3)
    done = outbox.drain()
    assert (done["published"], done["refused"], done["given_up"], done["failed"]) == (3, 1, 1, 1)
    assert rows(
        url, "select attempts, published_at, failed_at is not null from platform.outbox where failed_at is not null"
    ) == [(1, None, True)]
    assert outbox.drain()["refused"] == 0


def test_a_refused_event_is_tried_again_and_given_up_in_the_end(url: str, noting: Bus) -> None:
    ids = emit(url, 3)
    noting.refuses = {ids[1]}
    assert outbox.drain()["published"] == 2
    assert [
        (row[0], row[1])
        for row in rows(url, "select attempts, last_error from platform.outbox where published_at is null")
    ] == [(1, "ThrottlingException: slow down")]
    given_up = [outbox.drain()["given_up"] for _ in range(outbox.MAX_TRIES)]
    assert given_up == [0] * (outbox.MAX_TRIES - 2) + [1, 0]
    noting.refuses = set()
    rows_before = outbox.drain()
    assert (rows_before["published"], rows_before["failed"]) == (0, 1)


def test_a_bus_that_goes_away_leaves_the_rest_for_later(url: str, noting: Bus) -> None:
    emit(url, 25)
    noting.breaks_after = 1
    with pytest.raises(EndpointConnectionError):
        outbox.drain()
    assert rows(url, "select count(published_at), sum(attempts) from platform.outbox") == [(10, 0)]
    noting.breaks_after = None
    assert outbox.drain()["published"] == 15
    assert max(Counter(noting.details()).values()) == 1


def test_two_publishers_publish_nothing_twice(url: str, fresh_database: dict[str, str]) -> None:
    """Each in a process of its own, as on AWS; what they publish they print."""
    emit(url, 300)
    script = """
import json, sys, time
from progressive_flow.kernel import aws
from progressive_flow.kernel.events import outbox
class Bus:
    def put_events(self, Entries):
        time.sleep(0.002)
        for entry in Entries: print(json.loads(entry["Detail"])["id"])
        return {"Entries": [{} for _ in Entries]}
aws.events = lambda: Bus()
outbox.drain(batch=20)
"""
    environment = {**os.environ, "EVENT_BUS": "x", "SCHEDULER_DATABASE_URL": fresh_database["scheduler"]}
    running = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, env=environment)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=60)[0].split() for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert len({*said[0], *said[1]}) == len(said[0]) + len(said[1]) == 300


def test_events_that_a_publisher_holds_are_left_to_it(url: str, noting: Bus, fresh_database: dict[str, str]) -> None:
    emit(url, 5)
    put, left = noting.put_events, list[int]()

    def meanwhile(Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        url = fresh_database["scheduler"]
        with (
            psycopg.connect(url, autocommit=True, options="-c lock_timeout=5s") as other,
            transactions.begin_on(other) as db,
        ):
            left.append(len(repository.claim(db, outbox.NIL, 10)))
        return put(Entries)

    noting.put_events = meanwhile  # type: ignore[method-assign]
    assert outbox.drain()["published"] == 5
    assert left == [0]


def test_a_publisher_killed_before_its_commit_loses_nothing(
    url: str, fresh_database: dict[str, str], clouds: Clouds
) -> None:
    ids = emit(url, 12)
    script = """
import os, signal
from progressive_flow.kernel import aws
from progressive_flow.kernel.events import outbox
class Bus:
    calls = 0
    def put_events(self, Entries):
        Bus.calls += 1
        if Bus.calls == 2: os.kill(os.getpid(), signal.SIGKILL)
        return {"Entries": [{} for _ in Entries]}
aws.events = lambda: Bus()
outbox.drain()
"""
    environment = {**os.environ, "EVENT_BUS": "x", "SCHEDULER_DATABASE_URL": fresh_database["scheduler"]}
    done = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False)
    assert done.returncode == -9
    assert rows(url, "select count(published_at) from platform.outbox") == [(0,)]
    assert outbox.drain()["published"] == 12
    assert sorted(event["detail"]["id"] for event in clouds.heard()) == ids


def test_writers_do_not_wait_for_the_publisher(url: str, noting: Bus) -> None:
    emit(url, 5)
    writing = threading.Thread(target=emit, args=(url, 5))
    put = noting.put_events

    def meanwhile(Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        if not writing.ident:
            writing.start()
            writing.join(10)
        return put(Entries)

    noting.put_events = meanwhile  # type: ignore[method-assign]
    assert outbox.drain()["published"] == 5
    assert not writing.is_alive()
    assert outbox.drain()["published"] == 5


def test_published_events_are_purged_after_a_month(url: str, noting: Bus, superuser: psycopg.Connection) -> None:
    emit(url, 2)
    outbox.drain()
    emit(url, 1)
    purge = registry.load("functions.scheduled.purge_keys")
    assert purge({}, None)["events"] == 0
    with clock.moved_to(clock.now() + timedelta(days=31)):
        assert purge({}, None)["events"] == 2
    assert rows(url, "select count(*) from platform.outbox") == [(1,)]
    assert one(superuser, "select 1") == 1
