"""An attempt that a task grades: from the 202 to the recorded attempt, which is paid once whatever happens in between."""

import threading
import uuid
from datetime import datetime, timedelta

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.tasks import repository, runner, service
from tests.support import proofs
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.content import reference_design
from tests.support.days import ATTEMPTS, fix_day
from tests.support.learning import attempts_path, pointers
from tests.support.scene import one
from tests.support.task_kinds import dispatches, minutes_later, requeue, shown
from tests.support.text_kind import LONG_ENOUGH, TOO_SHORT, UNREADABLE
from tests.support.textual import PATH, SLUG, paid, submit


def test_from_the_202_to_the_attempt(api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    response = submit(api, admitted)
    queued = response.json()
    assert (response.status_code, response.headers["retry-after"]) == (202, "1")
    assert response.headers["location"] == f"/v1/tasks/{queued['id']}"
    assert api.get(response.headers["location"], admitted).json() == queued
    assert (queued["kind"], queued["state"], queued["result"]) == ("grade_text", "queued", None)
    assert paid(world, admitted)[:2] == (0, 0)
    [dispatch] = dispatches(clouds)
    assert runner.run_task(*dispatch) == "done"
    attempt = shown(api, admitted, queued["id"])["result"]
    assert (attempt["passed"], attempt["score"], attempt["attempt_number"]) == (True, 100, 1)
    assert attempt["first_pass"]
    assert paid(world, admitted) == (1, 1, attempt["xp_earned"])
    stored = api.get(f"/v1/attempts/{attempt['id']}", admitted).json()
    assert stored["design"] == {"text": LONG_ENOUGH["text"]}
    shared = attempt.keys() & stored.keys()
    assert {name: attempt[name] for name in shared} == {name: stored[name] for name in shared}
    kept = "select kind, grader_version from progress.level_attempts where id = %s"
    assert world.execute(kept, [attempt["id"]]).fetchone() == ("text", 7)


def test_a_text_that_fails_is_an_attempt_too(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    for number in (1, 2):
        queued = submit(api, admitted, TOO_SHORT).json()
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
        attempt = shown(api, admitted, queued["id"])["result"]
        assert (attempt["passed"], attempt["score"], attempt["attempt_number"]) == (False, 10, number)
    assert paid(world, admitted) == (2, 0, 0)


def test_a_text_that_nobody_can_grade_is_no_attempt(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    queued = submit(api, admitted, UNREADABLE).json()
    assert runner.run_task(*dispatches(clouds)[0]) == "failed"
    assert shown(api, admitted, queued["id"])["problem"]["kind"] == "unreadable"
    assert paid(world, admitted) == (0, 0, 0)
    assert submit(api, admitted).status_code == 202


def test_an_attempt_is_as_old_as_its_submission(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    queued = submit(api, admitted).json()
    submitted = datetime.fromisoformat(queued["created_at"])
    with minutes_later(2 * 24 * 60):
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
    at = "select created_at, local_date from progress.level_attempts where user_id = %s"
    assert world.execute(at, [admitted.id]).fetchone() == (submitted, submitted.date())
    streak = "select last_activity_date from gamification.user_stats where user_id = %s"
    assert one(world, streak, admitted.id) == submitted.date()
    assert shown(api, admitted, queued["id"])["state"] == "done"


def test_the_daily_challenge_takes_the_same_way(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    fix_day(world, at=clock.now(), slug=SLUG)
    response = api.post(ATTEMPTS, admitted, json=LONG_ENOUGH)
    assert response.status_code == 202
    with minutes_later(24 * 60):
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
    attempt = shown(api, admitted, response.json()["id"])["result"]
    assert attempt["daily_bonus_xp"] > 0
    assert paid(world, admitted)[:2] == (1, 1)
    assert one(world, "select attempts from gamification.daily_challenge_attempts") == 1


# Validation and authorization, all before anything is queued.


def test_what_is_refused_queues_nothing(api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    design = {"kind": "system_design", "design": reference_design(SLUG)}
    for body, pointer in (
        (design, "/body/kind"), ({"kind": "text"}, "/body/text"), ({**LONG_ENOUGH, "score": 100}, "/body/score"),
    ):  # fmt: skip
        response = submit(api, admitted, body)
        problem(response, 422, "invalid")
        assert pointer in pointers(response)
    other = api.post(attempts_path("static-website"), admitted, json=LONG_ENOUGH)
    problem(other, 422, "invalid")
    assert pointers(other) == ["/body/kind"]
    problem(api.post(attempts_path(SLUG, 2), admitted, json=LONG_ENOUGH), 403, "level-locked")
    problem(api.post(PATH, new_caller(), json=LONG_ENOUGH), 403, "locked")
    assert api.post(PATH, json=LONG_ENOUGH).status_code == 401
    assert one(world, "select count(*) from platform.tasks") == 0
    assert dispatches(clouds) == []


def test_a_task_is_read_by_its_learner_alone(api: Api, admitted: Caller, clouds: Clouds) -> None:
    location = submit(api, admitted).headers["location"]
    problem(api.get(location, new_caller()), 404, "not-found")


def test_a_trial_of_such_a_kind_is_refused(api: Api, admitted: Caller, clouds: Clouds) -> None:
    response = api.post(f"/v1/challenges/{SLUG}/levels/1/trials", admitted, json=LONG_ENOUGH)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/kind"]


def test_a_replay_gets_the_same_202(api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    first, second = submit(api, admitted, key="k"), submit(api, admitted, key="k")
    assert runner.run_task(*dispatches(clouds)[0]) == "done"
    third = submit(api, admitted, key="k")
    for again in (second, third):
        assert (again.status_code, again.content) == (202, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        for name in ("location", "retry-after"):
            assert again.headers[name] == first.headers[name]
    assert dispatches(clouds) == []
    assert paid(world, admitted)[:2] == (1, 1)
    problem(submit(api, admitted, TOO_SHORT, key="k"), 422, "idempotency-key-reused")


def test_a_second_submission_waits_for_the_first(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    submit(api, admitted)
    problem(submit(api, admitted), 409, "task-pending")
    assert runner.run_task(*dispatches(clouds)[0]) == "done"
    assert submit(api, admitted).status_code == 202
    assert runner.run_task(*dispatches(clouds)[0]) == "done"
    assert paid(world, admitted)[:2] == (2, 1), "the level is paid once"


# Exactly once.


def test_a_cancelled_attempt_is_not_recorded(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    queued = submit(api, admitted).json()
    with transactions.begin(proofs.principal(admitted.id)) as db:
        service.cancel_task(db, uuid.UUID(queued["id"]))
    assert runner.run_task(*dispatches(clouds)[0]) is None
    assert paid(world, admitted) == (0, 0, 0)


def test_what_the_database_refuses_ends_the_task_with_that_problem(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    queued = submit(api, admitted).json()
    world.execute("update progress.user_challenge_progress set unlock_date = null where user_id = %s", [admitted.id])
    assert runner.run_task(*dispatches(clouds)[0]) == "failed"
    assert shown(api, admitted, queued["id"])["problem"]["kind"] == "locked"
    assert paid(world, admitted) == (0, 0, 0)


def test_an_erasure_while_the_worker_grades_leaves_nothing(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(api, admitted)
    name = api.get("/v1/me", admitted).json()["username"]
    act_as = repository.act_as

    def erase_first(db: transactions.Transaction, user: uuid.UUID) -> None:
        erased = threading.Thread(target=lambda: api.request("DELETE", "/v1/me", admitted, params={"confirm": name}))
        erased.start()
        erased.join()
        act_as(db, user)

    monkeypatch.setattr(repository, "act_as", erase_first)
    assert runner.run_task(*dispatches(clouds)[0]) is None
    assert paid(world, admitted) == (0, 0, 0)
    assert one(world, "select count(*) from platform.tasks") == 0


def test_a_lost_dispatch_is_repaired_by_the_minute_job(
    api: Api, admitted: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    submit(api, admitted)
    dispatches(clouds)
    with clock.moved_to(clock.now() + timedelta(minutes=2)):
        assert requeue()["requeued"] == 1
        assert runner.run_task(*dispatches(clouds)[0]) == "done"
    assert paid(world, admitted)[:2] == (1, 1)
