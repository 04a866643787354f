"""Idempotency-Key: asked again, answered again, done once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow_local.processes import wait_until
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.learning import admit, attempts_path, count, footprint, pointers
from tests.support.scene import one

GOOD = {"kind": "system_design", "design": reference_design("url-shortener")}


@pytest.fixture
def admitted(api: Api, learner: Caller) -> Caller:
    """A learner for whom the challenge is open."""
    return admit(api, learner, "url-shortener")


def submit(api: Api, caller: Caller, key: str | bytes | None, body: Any = GOOD, path: str = attempts_path()) -> Any:
    """Submit with a key."""
    return api.post(path, caller, json=body, headers={"idempotency-key": key} if key is not None else {})


def test_a_replay_gets_the_same_answer_and_does_nothing(
    api: Api, admitted: Caller, superuser: psycopg.Connection
) -> None:
    first = submit(api, admitted, "key")
    after_first = footprint(superuser, admitted.id)
    second = submit(api, admitted, "key")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.headers["location"] == first.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert second.headers["x-request-id"] != first.headers["x-request-id"]
    assert footprint(superuser, admitted.id) == after_first
    assert count(superuser, "progress.level_attempts", admitted.id) == 1


def test_another_key_or_none_is_another_attempt(api: Api, admitted: Caller) -> None:
    numbers = [submit(api, admitted, key).json()["attempt_number"] for key in ("a", "b", None, None)]
    assert numbers == [1, 2, 3, 4]


def test_a_key_for_another_body_or_path_is_refused(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    submit(api, admitted, "key")
    before = footprint(superuser, admitted.id)
    problem(submit(api, admitted, "key", {"kind": "system_design", "design": EMPTY}), 422, "idempotency-key-reused")
    problem(submit(api, admitted, "key", path=attempts_path(level=2)), 422, "idempotency-key-reused")
    problem(submit(api, admitted, "key", path=attempts_path() + "?x=1"), 422, "idempotency-key-reused")
    assert footprint(superuser, admitted.id) == before


def test_a_body_that_says_the_same_in_other_words_is_replayed(api: Api, admitted: Caller) -> None:
    texts = (json.dumps(GOOD), json.dumps(dict(reversed(GOOD.items())), indent=2))
    headers = {"idempotency-key": "key", "content-type": "application/json"}
    first, second = (api.post(attempts_path(), admitted, content=text.encode(), headers=headers) for text in texts)
    assert (first.status_code, second.content) == (201, first.content)


def test_a_design_that_is_drawn_elsewhere_is_the_same_request(api: Api, admitted: Caller) -> None:
    moved = json.loads(json.dumps(GOOD))
    moved["design"]["nodes"][0] |= {"position": {"x": 10, "y": -5.5}, "label": "Users", "note": "Who asks."}
    moved["design"]["edges"][0]["label"] = "asks"
    assert submit(api, admitted, "key").content == submit(api, admitted, "key", moved).content


def test_a_key_is_the_learners_own(api: Api, admitted: Caller) -> None:
    other = admit(api, new_caller(), "url-shortener")
    mine, theirs = submit(api, admitted, "key").json(), submit(api, other, "key").json()
    assert mine["id"] != theirs["id"]
    assert theirs["attempt_number"] == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there", "bell\x07"])
def test_a_key_that_cannot_be_kept_is_refused(api: Api, admitted: Caller, key: str) -> None:
    response = submit(api, admitted, key)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/header/idempotency-key"]


@pytest.mark.parametrize("key", ["x", "x" * 255, "' or 1=1; --", "two words", '"quoted"'])
def test_a_key_may_be_anything_printable(api: Api, admitted: Caller, key: str | bytes) -> None:
    first, second = submit(api, admitted, key), submit(api, admitted, key)
    assert (first.status_code, second.headers.get("idempotency-replayed")) == (201, "true")


@pytest.mark.parametrize("kind", ["invalid", "locked"])
def test_the_key_of_a_failure_may_be_used_again(
    api: Api, learner: Caller, superuser: psycopg.Connection, kind: str
) -> None:
    if kind == "invalid":
        admit(api, learner, "url-shortener")
        assert submit(api, learner, "key", {"kind": "system_design", "design": 7}).status_code == 422
    else:
        assert submit(api, learner, "key").status_code == 403
        admit(api, learner, "url-shortener")
    assert count(superuser, "platform.idempotency_keys", learner.id) == 0
    good = submit(api, learner, "key")
    assert (good.status_code, "idempotency-replayed" in good.headers) == (201, False)


def test_a_key_is_new_again_after_24_hours(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    submit(api, admitted, "key")
    with clock.moved_to(clock.now() + timedelta(hours=23, minutes=59)):
        assert submit(api, admitted, "key").headers["idempotency-replayed"] == "true"
    with clock.moved_to(clock.now() + timedelta(hours=24, minutes=1)):
        again = submit(api, admitted, "key", {"kind": "system_design", "design": EMPTY})
        assert (again.status_code, again.json()["attempt_number"]) == (201, 2)
        assert "idempotency-replayed" not in again.headers
        assert (
            submit(api, admitted, "key", {"kind": "system_design", "design": EMPTY}).headers["idempotency-replayed"]
            == "true"
        )
    assert count(superuser, "platform.idempotency_keys", admitted.id) == 1


def test_a_key_in_use_answers_409(api: Api, admitted: Caller, database: dict[str, str]) -> None:
    key = f"idempotency:{admitted.id}:key"
    taken, free = threading.Event(), threading.Event()

    def hold() -> None:
        with psycopg.connect(database["application"]) as other:
            other.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
            taken.set()
            free.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert taken.wait(10)
        response = submit(api, admitted, "key")
        problem(response, 409, "in-progress")
        assert response.headers["retry-after"] == "1"
    finally:
        free.set()
        holder.join()
    assert submit(api, admitted, "key").status_code == 201


def test_a_key_that_comes_free_meanwhile_is_taken(
    api: Api, admitted: Caller, database: dict[str, str], admin_url: str
) -> None:
    """A client that was cut off asks again at once, before the server knows that its first request has ended."""
    waits = "select exists (select from pg_stat_activity where datname = %s and wait_event = 'PgSleep')"
    name = database["application"].rpartition("/")[2]
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(admin_url, autocommit=True) as observer,
        psycopg.connect(database["application"]) as holder,
    ):
        holder.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency:{admitted.id}:key"])
        answer = pool.submit(submit, api, admitted, "key")
        assert wait_until(lambda: one(observer, waits, name), 20, pause=0.001)
        holder.rollback()
        assert answer.result().status_code == 201


def test_the_key_of_a_get_or_a_patch_means_nothing(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    headers = {"idempotency-key": "key"}
    for name in ("Ada", "Grace"):
        assert (
            api.patch("/v1/me", admitted, json={"display_name": name}, headers=headers).json()["display_name"] == name
        )
    assert api.get("/v1/me", admitted, headers=headers).status_code == 200
    assert count(superuser, "platform.idempotency_keys", admitted.id) == 0


def test_the_purge_deletes_only_what_is_past_its_day(api: Api, fresh_database: dict[str, str], learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    job = registry.load("functions.scheduled.purge_keys")
    submit(api, learner, "key")
    assert job({}, None)["idempotency_keys"] == 0
    with clock.moved_to(clock.now() + timedelta(hours=25)):
        assert job({}, None)["idempotency_keys"] == 1
        assert job({}, None)["idempotency_keys"] == 0
