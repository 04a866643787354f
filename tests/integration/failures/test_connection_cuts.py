"""A connection that is cut at any point of an attempt: what the learner hears, what is kept, and what a retry finds."""

import json
import time
from collections.abc import Iterator
from typing import NamedTuple

import httpx
import psycopg
import pytest

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.http.endpoint import Db
from tests.support import made_up
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import reference_design
from tests.support.learning import admit, attempts_path, count
from tests.support.scene import one
from tests.support.wire import Proxy, behind_proxy, call

PATIENCE = 30.0


@pytest.fixture
def proxy(api: Api, database: dict[str, str]) -> Iterator[Proxy]:
    """A proxy between the platform and its database."""
    with behind_proxy(database) as found:
        yield found


@pytest.fixture
def admitted(api: Api, proxy: Proxy, learner: Caller) -> Caller:
    """A learner for whom the challenge is open, on a connection that is there already."""
    return admit(api, learner, "url-shortener")


def submit(api: Api, learner: Caller) -> httpx.Response:
    """Submit with the one key."""
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    return api.post(attempts_path(), learner, json=body, headers={"idempotency-key": "once"})


def again(api: Api, learner: Caller) -> httpx.Response:
    """Repeat the request as a client does: until the server detects the cut, it responds that the first is still running."""
    deadline = time.monotonic() + PATIENCE
    while (answer := submit(api, learner)).status_code == 409 and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def check_paid_once(connection: psycopg.Connection, learner: Caller) -> None:
    """Check that there is one attempt, and that whatever is kept of it adds up."""
    assert count(connection, "progress.level_attempts", learner.id) == 1
    assert count(connection, "platform.idempotency_keys", learner.id) == 1
    paid = "select count(*) from gamification.xp_transactions where user_id = %s and source_type = 'level'"
    assert one(connection, paid, learner.id) == 1
    wrong = "select count(*) from gamification.audit_ledger(p_limit => 1000000) where user_id = %s"
    assert one(connection, wrong, learner.id) == 0


@pytest.mark.parametrize("words", [b"count_call", b"claim_key"])
def test_a_cut_before_the_first_response_is_invisible(
    api: Api, proxy: Proxy, admitted: Caller, superuser: psycopg.Connection, words: bytes
) -> None:
    proxy.once, proxy.cut_after = True, words
    answer = submit(api, admitted)
    assert proxy.cut_after is None, "the proxy has cut"
    assert (answer.status_code, answer.json()["attempt_number"]) == (201, 1)
    check_paid_once(superuser, admitted)


class Cut(NamedTuple):
    """Where a connection is cut, what the client receives, and what is stored then."""

    how: str
    words: bytes
    detail: str
    kept: int


# The answer is stored by the last statement, which travels with the commit; the first commit is that of the request's count.
WITH_THE_COMMIT = b"insert into platform.idempotency_keys"
CUTS = {
    "before the write": Cut("cut_before", b"submit_attempt", "nothing was changed", 0),
    "before the write's answer": Cut("cut_after", b"submit_attempt", "nothing was changed", 0),
    "before the commit": Cut(
        "cut_before", WITH_THE_COMMIT, "", 0
    ),  # "nothing was changed", or "unknown" once the commit is sent
    "before the commit's answer": Cut("cut_after", WITH_THE_COMMIT, "unknown", 1),
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
def test_cut_later_it_is_503_and_the_key_finds_the_one_result(
    api: Api, proxy: Proxy, admitted: Caller, superuser: psycopg.Connection, cut: Cut
) -> None:
    proxy.once = True
    setattr(proxy, cut.how, cut.words)
    answer = submit(api, admitted)
    refused = problem(answer, 503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert cut.detail in refused["detail"]
    assert count(superuser, "progress.level_attempts", admitted.id) == cut.kept
    assert count(superuser, "gamification.xp_transactions", admitted.id) == 0 or cut.kept
    retried = again(api, admitted)
    assert (retried.status_code, retried.json()["attempt_number"]) == (201, 1)
    assert ("idempotency-replayed" in retried.headers) == bool(cut.kept)
    check_paid_once(superuser, admitted)


def test_cut_after_a_writes_answer_nothing_is_kept(
    proxy: Proxy, learner: Caller, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hang_up(db: Db) -> None:
        proxy.hang_up()
        db.fetch_value(object, "select 1")

    call(made_up.read, learner.id)
    monkeypatch.setattr(made_up, "meanwhile", hang_up)
    answer = call(made_up.make, learner.id, idempotency_key="once")
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")
    assert "nothing was changed" in json.loads(answer["body"])["detail"]
    written = "select display_name from identity.users where id = %s"
    assert one(superuser, written, learner.id) is None
    monkeypatch.undo()
    deadline = time.monotonic() + PATIENCE
    while call(made_up.make, learner.id, idempotency_key="once")["statusCode"] == 409 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert one(superuser, written, learner.id) == "written"


def test_a_proxy_with_nothing_to_lend_is_503_in_time_and_recovers(api: Api, proxy: Proxy) -> None:
    someone = new_caller()
    assert api.get("/v1/me", someone).status_code == 200
    proxy.full = True
    proxy.hang_up()
    started = time.monotonic()
    refused = api.get("/v1/me", someone)
    assert "nothing was changed" in problem(refused, 503, "unavailable")["detail"]
    assert refused.headers["retry-after"] == "1"
    assert time.monotonic() - started < connections.CONNECT_TIMEOUT + 3
    proxy.full = False
    assert api.get("/v1/me", someone).status_code == 200
