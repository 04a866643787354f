"""The same races over HTTP, with sixteen workers behind one port."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import psycopg
import pytest

from tests.support.api import Caller, new_caller
from tests.support.content import reference_design
from tests.support.gateways import gateway
from tests.support.scene import one, open_challenge

CLIENTS = 50
PATH = "/v1/challenges/url-shortener/levels/1/attempts"


@pytest.fixture(scope="module")
def address(database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Sixteen workers that let ten attempts a minute through."""
    log = tmp_path_factory.mktemp("gateway") / "log"
    with gateway(database, 16, log, RATE_LIMIT_ATTEMPTS="60/60", RATE_LIMIT_WRITES="10/60") as found:
        yield found


@pytest.fixture
def connection(database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """The superuser's session, committing."""
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as found:
        yield found


@pytest.fixture
def admitted(address: str, connection: psycopg.Connection) -> Caller:
    """A learner for whom url-shortener is open."""
    caller = new_caller()
    httpx.get(f"{address}/v1/me", headers={"authorization": f"Bearer {caller.token}"}).raise_for_status()
    with connection.transaction():
        open_challenge(connection, caller.id, "url-shortener")
    return caller


def at_once(address: str, caller: Caller, send: Callable[[httpx.Client], httpx.Response]) -> list[httpx.Response]:
    """Send from fifty clients, each with a connection of its own, at the same moment."""
    barrier = Barrier(CLIENTS)

    def run(_: int) -> httpx.Response:
        headers = {"authorization": f"Bearer {caller.token}"}
        with httpx.Client(base_url=address, headers=headers, timeout=30) as client:
            client.get("/v1/health")
            barrier.wait()
            return send(client)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(run, range(CLIENTS)))


def test_fifty_passes_at_once(address: str, admitted: Caller, connection: psycopg.Connection) -> None:
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    answers = at_once(address, admitted, lambda client: client.post(PATH, json=body))
    assert Counter(answer.status_code for answer in answers) == {201: CLIENTS}
    attempts = [answer.json() for answer in answers]
    assert sorted(attempt["attempt_number"] for attempt in attempts) == list(range(1, CLIENTS + 1))
    paid = [attempt["xp_earned"] for attempt in attempts if attempt["xp_earned"]]
    assert len(paid) == 1
    ledger = one(connection, "select sum(amount) from gamification.xp_transactions where user_id = %s", admitted.id)
    stats = one(connection, "select total_xp from gamification.user_stats where user_id = %s", admitted.id)
    assert (
        ledger
        == stats
        == paid[0] + sum(achievement["xp_reward"] for attempt in attempts for achievement in attempt["achievements"])
    )


def test_one_key_fifty_times_at_once(address: str, admitted: Caller, connection: psycopg.Connection) -> None:
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    key = {"idempotency-key": "once"}
    answers = at_once(address, admitted, lambda client: client.post(PATH, json=body, headers=key))
    counted = Counter(answer.status_code for answer in answers)
    assert set(counted) <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    assert {answer.headers["retry-after"] for answer in answers if answer.status_code == 409} <= {"1"}
    assert one(connection, "select count(*) from progress.level_attempts where user_id = %s", admitted.id) == 1


def test_ten_a_minute_are_exactly_ten(address: str, admitted: Caller) -> None:
    answers = at_once(address, admitted, lambda client: client.patch("/v1/me", json={"display_name": "Ada"}))
    assert Counter(answer.status_code for answer in answers) == {200: 10, 429: 40}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["ratelimit"].startswith('"writes";r=0')
