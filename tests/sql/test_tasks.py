"""The queue of tasks: each state, its lease and nonce, retries, and workers that race for one."""

import uuid
from datetime import timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.support.scene import NOON, act_as, make_user, one
from tests.support.task_rows import cancel, enqueue, fail, finish, requeue, row, start

MINUTE = timedelta(minutes=1)


@pytest.fixture
def worker(superuser: psycopg.Connection) -> psycopg.Connection:
    """A session that sees every task, in a transaction that is rolled back."""
    return superuser


def test_a_task_is_queued_started_and_done(worker: psycopg.Connection) -> None:
    user = make_user(worker)
    act_as(worker, user)
    task = enqueue(worker)
    assert row(worker, task) | {"state": "queued", "tries": 0, "user_id": str(user)} == row(worker, task)
    assert start(worker, task) == ("test", {"n": 1}, 1)
    assert row(worker, task)["state"] == "running"
    assert one(worker, "select platform.report_progress(%s, %s, 0.5)", *task)
    assert one(worker, "select platform.report_progress(%s, %s, 0.25)", *task)
    assert row(worker, task)["progress"] == 0.5
    assert finish(worker, task)
    done = {"state": "done", "payload": {}, "result": {"score": 5}, "progress": 1, "lease_until": None}
    assert row(worker, task) | done == row(worker, task)


def test_of_two_with_one_key_the_second_is_refused_while_the_first_is_open(worker: psycopg.Connection) -> None:
    task = enqueue(worker, p_dedup_key="k")
    enqueue(worker, p_dedup_key="another")
    for started in (False, True):
        if started:
            start(worker, task)
        with pytest.raises(psycopg.Error) as refusal, worker.transaction():
            enqueue(worker, p_dedup_key="k")
        assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF409", "task-pending")
    finish(worker, task)
    enqueue(worker, p_dedup_key="k")


def test_a_foreign_nonce_changes_nothing(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    foreign = (task[0], uuid.uuid4())
    assert start(worker, foreign) is None
    start(worker, task)
    before = row(worker, task)
    assert not finish(worker, foreign)
    assert fail(worker, foreign) is None
    assert not one(worker, "select platform.report_progress(%s, %s, 0.5)", *foreign)
    assert row(worker, task) == before


def test_a_result_is_taken_once(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    assert not finish(worker, task), "it was not started"
    start(worker, task)
    assert start(worker, task) is None, "one dispatch that is delivered twice starts once"
    assert finish(worker, task)
    before = row(worker, task)
    assert not finish(worker, task, {"score": 100})
    assert fail(worker, task) is None
    assert row(worker, task) == before


def test_a_lost_lease_is_dispatched_again_and_the_late_answer_refused(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    start(worker, task)
    assert task[0] not in requeue(worker, NOON + MINUTE - timedelta(seconds=1))
    nonce, state = requeue(worker, NOON + MINUTE)[task[0]]
    assert (state, nonce != task[1]) == ("queued", True)
    assert not finish(worker, task)
    again = (task[0], nonce)
    assert start(worker, again, NOON + MINUTE) == ("test", {"n": 1}, 2)
    assert not finish(worker, task)
    assert finish(worker, again)


def test_a_lease_that_ended_still_counts_until_the_task_is_dispatched_again(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    start(worker, task)
    assert finish(worker, task, at=NOON + 5 * MINUTE)


def test_a_task_lost_on_its_last_try_fails(worker: psycopg.Connection) -> None:
    task = enqueue(worker, p_max_tries=1)
    start(worker, task)
    assert requeue(worker, NOON + MINUTE)[task[0]][1] == "failed"
    stored = row(worker, task)
    assert (stored["state"], stored["problem"]["kind"], stored["payload"]) == ("failed", "lost", {})


def test_a_dispatch_that_never_arrived_is_repeated_without_a_try(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    assert task[0] not in requeue(worker, NOON + timedelta(seconds=59))
    nonce = task[1]
    for turn in range(1, 6):
        nonce, state = requeue(worker, NOON + turn * MINUTE)[task[0]]
        assert (state, row(worker, task)["tries"]) == ("queued", 0)
    assert start(worker, task) is None
    assert start(worker, (task[0], nonce)) == ("test", {"n": 1}, 1)


def test_retries_come_after_two_fifteen_and_sixty_seconds_until_tries_are_used_up(worker: psycopg.Connection) -> None:
    task, at = enqueue(worker, p_max_tries=5), NOON
    for seconds in (2, 15, 60, 60):
        start(worker, task, at)
        assert fail(worker, task, at=at) == "queued"
        assert start(worker, task, at) is None, "a dispatch delivered twice does not start the retry"
        due = at + timedelta(seconds=seconds)
        assert task[0] not in requeue(worker, due - timedelta(seconds=1))
        task, at = (task[0], requeue(worker, due)[task[0]][0]), due
        assert row(worker, task)["problem"] == {"kind": "unexpected", "detail": "It broke."}
    start(worker, task, at)
    assert fail(worker, task, at=at) == "failed"
    assert (row(worker, task)["state"], row(worker, task)["tries"]) == ("failed", 5)


def test_what_is_no_failure_of_the_infrastructure_is_not_retried(worker: psycopg.Connection) -> None:
    task = enqueue(worker)
    start(worker, task)
    assert fail(worker, task, retry=False) == "failed"
    assert row(worker, task)["tries"] == 1
    assert task[0] not in requeue(worker, NOON + timedelta(days=1))


@pytest.mark.parametrize("started", [False, True])
def test_an_expired_task_fails(worker: psycopg.Connection, *, started: bool) -> None:
    task = enqueue(worker, p_expires_at=NOON + 5 * MINUTE)
    if started:
        start(worker, task, NOON + 4 * MINUTE)
    else:
        assert start(worker, task, NOON + 5 * MINUTE) is None
    assert requeue(worker, NOON + 5 * MINUTE)[task[0]][1] == "failed"
    assert row(worker, task)["problem"]["kind"] == "expired"


def test_a_delayed_task_is_dispatched_when_it_is_due(worker: psycopg.Connection) -> None:
    task = enqueue(worker, p_run_after=NOON + 10 * MINUTE)
    assert task[0] not in requeue(worker, NOON + 9 * MINUTE)
    assert requeue(worker, NOON + 10 * MINUTE)[task[0]][1] == "queued"


@pytest.mark.parametrize("started", [False, True])
def test_a_cancelled_task_takes_no_result(worker: psycopg.Connection, *, started: bool) -> None:
    user, stranger = make_user(worker), make_user(worker)
    act_as(worker, user)
    task = enqueue(worker)
    if started:
        start(worker, task)
    act_as(worker, stranger)
    assert refused(worker, task) == "not-found"
    act_as(worker, user)
    for _ in range(2):
        cancel(worker, task)
    assert start(worker, task) is None
    assert not one(worker, "select platform.report_progress(%s, %s, 0.5)", *task)
    assert not finish(worker, task)
    assert fail(worker, task) is None
    assert task[0] not in requeue(worker, NOON + timedelta(days=1))
    assert (row(worker, task)["state"], row(worker, task)["payload"]) == ("cancelled", {})


def test_what_has_finished_is_not_cancelled(worker: psycopg.Connection) -> None:
    act_as(worker, make_user(worker))
    for end in (finish, lambda *given: fail(*given, retry=False)):
        task = enqueue(worker)
        start(worker, task)
        end(worker, task)
        before = row(worker, task)
        assert refused(worker, task) == "task-finished"
        assert row(worker, task) == before


def refused(worker: psycopg.Connection, task: tuple[uuid.UUID, uuid.UUID]) -> str | None:
    """Try to cancel a task; return the kind of the refusal."""
    with pytest.raises(psycopg.Error) as refusal, worker.transaction():
        cancel(worker, task)
    return refusal.value.diag.constraint_name


@pytest.mark.parametrize(("column", "size"), [("payload", 524_288), ("result", 262_144)])
def test_what_is_too_large_is_refused(worker: psycopg.Connection, column: str, size: int) -> None:
    text = "x" * (size - len('{"text": ""}'))
    if column == "payload":
        enqueue(worker, p_payload=Jsonb({"text": text}))
        with pytest.raises(psycopg.errors.CheckViolation), worker.transaction():
            enqueue(worker, p_payload=Jsonb({"text": text + "x"}))
    else:
        task = enqueue(worker)
        start(worker, task)
        with pytest.raises(psycopg.errors.CheckViolation), worker.transaction():
            finish(worker, task, {"text": text + "x"})
        assert finish(worker, task, {"text": text})
