"""One budget of tries a learner and level: trials and attempts that fail take one each, nothing else does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel import clock, settings
from progressive_flow.kernel.database import transactions
from progressive_flow.learning.submissions import service
from progressive_flow_local.processes import wait_until
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.days import fix_day
from tests.support.grading import everything
from tests.support.learning import admit, attempts_path, beyond_policies, count, pass_level, superuser_url
from tests.support.scene import NOON, one

PATH = attempts_path(level=2)
TRIALS = PATH.replace("attempts", "trials")
FAILS: dict[str, Any] = {"kind": "system_design", "design": EMPTY}
PASSES: dict[str, Any] = {"kind": "system_design", "design": reference_design("url-shortener")}
BUDGET = 4
REFILL = timedelta(minutes=30)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """A clock that stands at noon, but for what a test itself takes; and a budget of four tries."""
    monkeypatch.setenv("TRIES", f"{BUDGET}/{REFILL.seconds}")
    with clock.moved_to(NOON):
        yield NOON


@pytest.fixture
def here(api: Api, learner: Caller, at: datetime) -> Caller:
    """A learner who has level 2 before them."""
    del at
    pass_level(api, admit(api, learner, "url-shortener"))
    return learner


def trial(api: Api, caller: Caller, body: dict[str, Any] = FAILS, path: str = TRIALS) -> httpx.Response:
    return api.post(path, caller, json=body)


def submit(api: Api, caller: Caller, body: dict[str, Any] = FAILS, path: str = PATH) -> httpx.Response:
    return api.post(path, caller, json=body)


def full_at(connection: psycopg.Connection, user: UUID, level: int = 2) -> datetime | None:
    """Return when a learner's budget is full again."""
    query = "select tries_full_at from progress.user_level_progress where user_id = %s and level_number = %s"
    found: datetime | None = one(connection, query, user, level)
    return found


def use_up(api: Api, caller: Caller) -> None:
    for _ in range(BUDGET):
        assert trial(api, caller).status_code == 200


def test_it_is_thirty_and_one_comes_back_in_half_an_hour() -> None:
    assert settings.tries() == (30, 1800)


def test_trials_and_failed_attempts_share_it_and_say_what_is_left(api: Api, here: Caller) -> None:
    answers = [trial(api, here), submit(api, here), trial(api, here, PASSES), submit(api, here)]
    assert [answer.json()["tries_left"] for answer in answers] == [3, 2, 1, 0]


@pytest.mark.parametrize("act", [trial, submit])
def test_without_any_left_it_says_when_the_next_one_is_there(api: Api, here: Caller, act: Any) -> None:
    use_up(api, here)
    answer = act(api, here)
    document = problem(answer, 429, "no-tries-left")
    assert document["detail"] == "No try is left at this level: the next one is there in 30 minutes."
    assert document["tries_left"] == 0
    assert 1790 <= int(answer.headers["retry-after"]) <= 1800
    assert document["retry_at"].startswith("2026-05-06T12:30:")
    assert "ratelimit" in answer.headers


@pytest.mark.parametrize("act", [trial, submit])
def test_a_refusal_changes_nothing(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str, act: Any, at: datetime
) -> None:
    del at
    pass_level(api, admit(api, learner, "url-shortener"))
    use_up(api, learner)
    with beyond_policies(fresh_database, admin_url) as connection:
        before = everything(connection)
        act(api, learner)
        after = everything(connection)
    assert {name for name in before if before[name] != after[name]} == {"platform.rate_limits"}


def test_the_database_holds_when_it_is_full_again_and_no_attempt_for_a_trial(
    api: Api, here: Caller, superuser: psycopg.Connection
) -> None:
    attempts = count(superuser, "progress.level_attempts", here.id)
    trial(api, here)
    first = full_at(superuser, here.id)
    assert first
    assert REFILL <= first - NOON < REFILL + timedelta(minutes=1)
    trial(api, here)
    assert full_at(superuser, here.id) == first + REFILL
    assert count(superuser, "progress.level_attempts", here.id) == attempts


def test_one_comes_back_after_half_an_hour_and_all_after_a_while(api: Api, here: Caller) -> None:
    use_up(api, here)
    with clock.moved_to(NOON + REFILL - timedelta(seconds=30)):
        refused = trial(api, here)
        assert problem(refused, 429, "no-tries-left")["detail"].endswith(" in 1 minute.")
        assert 1 <= int(refused.headers["retry-after"]) <= 40
    with clock.moved_to(NOON + REFILL + timedelta(minutes=1)):
        assert submit(api, here).json()["tries_left"] == 0
        problem(trial(api, here), 429, "no-tries-left")
    with clock.moved_to(NOON + timedelta(days=1)):
        assert [trial(api, here).json()["tries_left"] for _ in range(BUDGET)] == [3, 2, 1, 0]


def test_level_one_is_free(api: Api, learner: Caller, superuser: psycopg.Connection, at: datetime) -> None:
    del at
    admit(api, learner, "url-shortener")
    for _ in range(BUDGET + 1):
        assert trial(api, learner, path=TRIALS.replace("2", "1")).json()["tries_left"] is None
        assert submit(api, learner, path=PATH.replace("2", "1")).json()["tries_left"] is None
    assert full_at(superuser, learner.id, 1) is None


def test_a_pass_is_free_and_never_refused(api: Api, here: Caller) -> None:
    assert submit(api, here, PASSES).json()["tries_left"] == BUDGET
    use_up(api, here)
    answer = submit(api, here, PASSES)
    assert (answer.status_code, answer.json()["tries_left"]) == (201, 0)


@pytest.mark.parametrize("path", [TRIALS, PATH])
def test_a_replay_is_free(api: Api, here: Caller, path: str) -> None:
    for _ in range(BUDGET + 1):
        answer = api.post(path, here, json=FAILS, headers={"idempotency-key": "again"})
        assert answer.json()["tries_left"] == BUDGET - 1
    assert trial(api, here).json()["tries_left"] == BUDGET - 2


@pytest.mark.parametrize("path", [TRIALS, PATH])
@pytest.mark.parametrize(
    "design",
    [
        {"schema": "sd-graph/1", "nodes": "x"},
        {**EMPTY, "nodes": [{"id": "a", "type": "load_balancer", "failover": True}]},
    ],
)
def test_a_design_that_cannot_be_graded_is_free(api: Api, here: Caller, path: str, design: dict[str, Any]) -> None:
    for _ in range(BUDGET):
        problem(api.post(path, here, json={**FAILS, "design": design}), 422, "invalid")
    assert trial(api, here).json()["tries_left"] == BUDGET - 1


def test_each_level_has_its_own(api: Api, here: Caller) -> None:
    use_up(api, here)
    pass_level(api, here, level=2)
    assert trial(api, here, path=TRIALS.replace("2", "3")).json()["tries_left"] == BUDGET - 1


def test_a_level_that_is_locked_is_not_refused_for_its_budget(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    problem(trial(api, learner), 403, "locked")
    admit(api, learner, "url-shortener")
    problem(trial(api, learner), 403, "level-locked")
    assert count(superuser, "progress.user_level_progress", learner.id) == 0


def test_the_daily_challenge_draws_on_its_level(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str, at: datetime
) -> None:
    del at
    with beyond_policies(fresh_database, admin_url) as connection:
        fix_day(connection, level=2)
    pass_level(api, admit(api, learner, "url-shortener"))
    daily = "/v1/daily-challenge/attempts"
    assert submit(api, learner, path=daily).json()["tries_left"] == BUDGET - 1
    assert trial(api, learner).json()["tries_left"] == BUDGET - 2
    assert [submit(api, learner, path=daily).status_code for _ in range(3)] == [201, 201, 429]
    assert submit(api, learner, PASSES, daily).status_code == 201


def test_of_two_failed_attempts_at_the_last_try_one_is_recorded(
    fresh_database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIES", "1/1800")
    me = proofs.principal(uuid4())
    url = fresh_database["application"]
    waits = "select exists (select from pg_stat_activity where pid = %s and wait_event_type = 'Lock')"
    submission = Submission.model_validate(FAILS)

    def fail(connection: psycopg.Connection) -> Any:
        with transactions.begin_on(connection, me) as db:
            return service.submit_attempt(db, me, "url-shortener", 2, submission)

    with (
        psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as observer,
        psycopg.connect(url, autocommit=True) as first,
        psycopg.connect(url, autocommit=True) as second,
        ThreadPoolExecutor(1) as pool,
    ):
        with transactions.begin_on(first, me) as db:
            db.execute("select 1")
        observer.execute(
            "insert into progress.user_challenge_progress (user_id, challenge_id, unlock_date, levels_completed)"
            " select %s, id, %s, '{1}' from curriculum.challenges where ref = 'url-shortener'"
            " on conflict (user_id, challenge_id) do update"
            " set unlock_date = excluded.unlock_date, levels_completed = excluded.levels_completed",
            [me.id, NOON],
        )
        with transactions.begin_on(first, me) as db:
            attempt = service.submit_attempt(db, me, "url-shortener", 2, submission)
            later = pool.submit(fail, second)
            assert wait_until(lambda: one(observer, waits, second.info.backend_pid), 20)
        assert getattr(attempt, "tries_left", None) == 0
        error = later.exception(20)
        assert isinstance(error, psycopg.Error)
        assert (error.sqlstate, error.diag.constraint_name) == ("PF429", "no-tries-left")
        assert count(observer, "progress.level_attempts", me.id) == 1
