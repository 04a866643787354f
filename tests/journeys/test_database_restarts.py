"""PostgreSQL ends in every way it can while learners go on: they hear 2xx or 503, and nothing is lost or paid twice."""

import itertools
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
import pytest

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations import registry
from progressive_flow_local import postgres
from progressive_flow_local.processes import wait_until
from tests.support import standbys
from tests.support.api import Caller, new_caller
from tests.support.content import reference_design
from tests.support.gateways import answers, gateway
from tests.support.learning import attempts_path
from tests.support.scene import one, open_challenge

LEARNERS = 6
ROUND = 20  # acknowledged attempts between two ends
PATIENCE = 60.0
READS = ("/v1/me/dashboard", "/v1/leaderboards/all_time/xp/me", attempts_path())

ENDS: dict[str, Callable[[postgres.Server], None]] = {
    "fast": lambda server: server._signal(signal.SIGINT),
    "immediate": lambda server: server._signal(signal.SIGQUIT),
    "killed": lambda server: server._signal(signal.SIGKILL),
}


@dataclass
class Client:
    """A learner's program: an attempt with a key, then a read, each sent until it is answered with a success."""

    caller: Caller
    acknowledged: list[str] = field(default_factory=list[str])
    seen: Counter[int] = field(default_factory=Counter[int])
    wrong: list[str] = field(default_factory=list[str])

    def run(self, address: str, stop: threading.Event) -> None:
        """Continue until stopped; unexpected responses are recorded."""
        headers = {"authorization": f"Bearer {self.caller.token}"}
        with httpx.Client(base_url=address, headers=headers, timeout=PATIENCE) as client:
            try:
                for number in itertools.takewhile(lambda _: not stop.is_set(), itertools.count()):
                    self.submit(client, f"key-{number}")
                    self.insist(lambda: client.get(READS[number % len(READS)]))  # noqa: B023 - called at once
            except Exception as error:
                self.wrong.append(repr(error))

    def submit(self, client: httpx.Client, key: str) -> None:
        """Submit under a key until the attempt is acknowledged."""
        body = {"kind": "system_design", "design": reference_design("url-shortener")}
        answer = self.insist(lambda: client.post(attempts_path(), json=body, headers={"idempotency-key": key}))
        self.acknowledged.append(answer.json()["id"])

    def insist(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Send until it succeeds, coming back when the 503 says."""
        while (answer := send()).status_code == 503:
            self.seen[503] += 1
            assert answer.headers["content-type"] == "application/problem+json", answer.text
            threading.Event().wait(float(answer.headers["retry-after"]))
        self.seen[answer.status_code] += 1
        assert answer.is_success, answer.text
        return answer


@pytest.fixture
def server(database: dict[str, str], tmp_path: Path) -> Iterator[postgres.Server]:
    """A durable server of the test's own, whoever runs it in the end."""
    with standbys.prepared(tmp_path / "postgres", durable=True) as started:
        yield started
        if again := postgres.attach(tmp_path / "postgres"):
            connections.disconnect()
            again.stop()


def admit(connection: psycopg.Connection) -> Client:
    """Return a client of a learner for whom the challenge is open."""
    caller = new_caller()
    connection.execute("select identity.create_user(%s)", [caller.id])
    open_challenge(connection, caller.id, "url-shortener")
    return Client(caller)


def end_and_start(server: postgres.Server, end: Callable[[postgres.Server], None]) -> postgres.Server:
    """End the server, and start it again on its folder and port."""
    end(server)
    assert server._wait(PATIENCE)
    again = postgres.start(server.folder, durable=True, dies_with_parent=True)
    assert again.port == server.port
    return again


def test_nobody_hears_of_it_but_by_503(server: postgres.Server, tmp_path: Path) -> None:
    with psycopg.connect(standbys.admin_url(server)) as connection:
        clients = [admit(connection) for _ in range(LEARNERS)]
    stop = threading.Event()
    unlimited = {"RATE_LIMIT_ATTEMPTS": "100000/60", "RATE_LIMIT_ATTEMPTS_DAY": "100000/86400"}
    with gateway(standbys.urls(server), 4, tmp_path / "log", **unlimited) as address:
        threads = [threading.Thread(target=client.run, args=(address, stop)) for client in clients]
        for thread in threads:
            thread.start()
        try:
            for end in ENDS.values():
                go_on(clients)
                server = end_and_start(server, end)
            go_on(clients)
            assert answers(address), "the gateway was never started again"
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    check_answers(clients)
    check_kept(server, clients)


def go_on(clients: list[Client]) -> None:
    """Wait for more acknowledged attempts; some of everybody's."""
    wanted = [len(client.acknowledged) + ROUND // LEARNERS for client in clients]
    assert wait_until(
        lambda: (
            any(client.wrong for client in clients)
            or all(len(client.acknowledged) >= least for client, least in zip(clients, wanted, strict=True))
        ),
        PATIENCE,
    ), [client.seen for client in clients]


def check_answers(clients: list[Client]) -> None:
    """Check that there was nothing but success and 503, and that there was 503: otherwise the test exercised nothing."""
    assert [client.wrong for client in clients] == [[]] * LEARNERS
    seen = sum((client.seen for client in clients), Counter[int]())
    assert set(seen) <= {200, 201, 503}
    assert seen[503] > 0


def check_kept(server: postgres.Server, clients: list[Client]) -> None:
    """Check that of each client's attempts there is each acknowledged one and no other, and that the sums agree."""
    with psycopg.connect(standbys.admin_url(server)) as connection:
        for client in clients:
            query = "select id, attempt_number from progress.level_attempts where user_id = %s order by attempt_number"
            rows = connection.execute(query, [client.caller.id]).fetchall()
            assert [str(row[0]) for row in rows] == client.acknowledged
            assert [row[1] for row in rows] == list(range(1, len(rows) + 1))
        paid = "select count(*) from gamification.xp_transactions where source_type = 'level'"
        assert one(connection, paid) == LEARNERS
    audit = registry.load("functions.scheduled.audit_ledger")({}, None)
    assert (audit["users"], audit["differences"]) == (LEARNERS, 0)
