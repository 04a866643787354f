"""Fifty connections on a barrier against the service itself: nothing lost, nothing paid twice."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Limit, Route
from progressive_flow.kernel.http import idempotency
from progressive_flow.kernel.http.admission import Admission
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.http.repository import Key
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.submissions import service
from progressive_flow.learning.submissions.models import GradedAttempt
from progressive_flow_local.processes import wait_until
from tests.support import proofs
from tests.support.content import reference_design
from tests.support.scene import one, open_challenge

CONNECTIONS = 50
LIMIT = Limit("x", count=CONNECTIONS, seconds=60)
ROUTE = Route("x", "X.", method="POST", path="/x", domain="tests", limit=LIMIT)


@pytest.fixture
def learner(fresh_database: dict[str, str], admin_url: str) -> Principal:
    """A learner for whom url-shortener is open, in a database of the test's own."""
    user = uuid4()
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        connection.execute("select identity.create_user(%s)", [user])
        open_challenge(connection, user, "url-shortener")
    return proofs.principal(user)


def superuser_url(urls: dict[str, str], admin_url: str) -> str:
    """Return the superuser's URL of the test's database."""
    return admin_url.rpartition("/")[0] + "/" + urls["migrator"].rpartition("/")[2]


def at_once(urls: dict[str, str], act: Callable[[psycopg.Connection, int], Any]) -> list[Any]:
    """Run `act` on fifty connections at the same moment; return what each returned or raised."""
    barrier = threading.Barrier(CONNECTIONS)
    outcomes: list[Any] = [None] * CONNECTIONS

    def run(number: int) -> None:
        try:
            with psycopg.connect(urls["application"], autocommit=True, prepare_threshold=None) as connection:
                barrier.wait()
                outcomes[number] = act(connection, number)
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def submit(connection: psycopg.Connection, learner: Principal) -> GradedAttempt:
    """Submit the reference design."""
    with transactions.begin_on(connection, learner) as db:
        return graded(db, learner, reference())


def reference() -> Submission:
    """Return the reference design as it is submitted."""
    submission: Submission = Submission.model_validate(
        {"kind": "system_design", "design": reference_design("url-shortener")}
    )
    return submission


def graded(db: Transaction, learner: Principal, submission: Submission) -> GradedAttempt:
    """Submit to the first level; the kind is graded at once."""
    attempt = service.submit_attempt(db, learner, "url-shortener", 1, submission)
    assert isinstance(attempt, GradedAttempt)
    return attempt


def balance(urls: dict[str, str], admin_url: str, user: UUID) -> tuple[int, int, int]:
    """Return a learner's XP by the ledger, by the stats and by the leaderboard of all time."""
    with psycopg.connect(superuser_url(urls, admin_url)) as connection:
        return (
            one(
                connection, "select coalesce(sum(amount), 0) from gamification.xp_transactions where user_id = %s", user
            ),
            one(connection, "select total_xp from gamification.user_stats where user_id = %s", user),
            one(
                connection,
                "select metric_value from gamification.leaderboard_scores where user_id = %s and metric_type = 'xp'"
                " and period_type = 'all_time' and scope_type = 'global'",
                user,
            ),
        )


def test_fifty_identical_passes_pay_once_and_are_numbered(
    fresh_database: dict[str, str], admin_url: str, learner: Principal
) -> None:
    attempts = at_once(fresh_database, lambda connection, _: submit(connection, learner))
    assert [attempt for attempt in attempts if isinstance(attempt, Exception)] == []
    assert sorted(attempt.attempt_number for attempt in attempts) == list(range(1, CONNECTIONS + 1))
    paid = [attempt.xp_earned for attempt in attempts if attempt.xp_earned]
    assert len(paid) == 1
    assert sum(attempt.first_pass for attempt in attempts) == 1
    total = paid[0] + sum(achievement.xp_reward for attempt in attempts for achievement in attempt.achievements)
    assert balance(fresh_database, admin_url, learner.id) == (total,) * 3
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        assert (
            one(
                connection,
                "select total_attempts from progress.user_challenge_progress where user_id = %s and total_attempts > 0",
                learner.id,
            )
            == CONNECTIONS
        )
        passed = "select total_levels_completed from gamification.user_stats where user_id = %s"
        assert one(connection, passed, learner.id) == 1


def test_a_pass_that_waited_for_another_is_no_first_pass(
    fresh_database: dict[str, str], admin_url: str, learner: Principal
) -> None:
    """Fifty at once seldom meet between the look at the levels and the next lock; these two do."""
    url = fresh_database["application"]
    waits = "select exists (select from pg_stat_activity where pid = %s and wait_event_type = 'Lock')"
    with (
        psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as observer,
        psycopg.connect(url, autocommit=True) as first,
        psycopg.connect(url, autocommit=True) as second,
        ThreadPoolExecutor(1) as pool,
    ):
        with transactions.begin_on(first, learner) as db:
            passed = graded(db, learner, reference())
            later = pool.submit(submit, second, learner)
            assert wait_until(lambda: one(observer, waits, second.info.backend_pid), 20)
        assert (passed.first_pass, later.result().first_pass) == (True, False)


def test_one_key_makes_one_attempt(fresh_database: dict[str, str], admin_url: str, learner: Principal) -> None:
    key = Key("the-key", b"what it asks for")

    def act(connection: psycopg.Connection, _: int) -> str:
        admitted = Admission(learner, ROUTE, key)
        with transactions.begin_on(connection, before=admitted.count, identify=admitted.claim) as db:
            if admitted.admit({}):
                return "replayed"
            submission = Submission.model_validate(
                {"kind": "system_design", "design": reference_design("url-shortener")}
            )
            attempt = graded(db, learner, submission)
            answer = {"statusCode": 201, "headers": {}, "body": attempt.model_dump_json()}
            idempotency.store(db, learner, key, answer)
            return "done"

    outcomes = at_once(fresh_database, act)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    assert {problem.kind for problem in refused} <= {"in-progress"}
    counted = Counter(outcome for outcome in outcomes if isinstance(outcome, str))
    assert counted["done"] == 1
    assert counted["done"] + counted["replayed"] + len(refused) == CONNECTIONS
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        assert one(connection, "select count(*) from progress.level_attempts where user_id = %s", learner.id) == 1


def test_of_fifty_requests_that_fail_at_once_a_limit_of_ten_lets_ten_through(
    fresh_database: dict[str, str], learner: Principal
) -> None:
    route = replace(ROUTE, limit=Limit("tries", count=10, seconds=60))

    def act(connection: psycopg.Connection, _: int) -> None:
        admitted = Admission(learner, route, None)
        with transactions.begin_on(connection, learner, before=admitted.count):
            admitted.admit({})
            raise LookupError

    assert Counter(map(type, at_once(fresh_database, act))) == {LookupError: 10, Problem: 40}


def test_a_request_does_not_wait_for_another_one_of_its_learner(
    fresh_database: dict[str, str], learner: Principal
) -> None:
    """As long as they change different rows: what both count is committed before either begins."""
    headers: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        for number in (1, 2):
            connection = stack.enter_context(psycopg.connect(fresh_database["application"], autocommit=True))
            connection.execute("set lock_timeout = '5s'")
            admitted = Admission(learner, ROUTE, Key(f"key {number}", b""))
            stack.enter_context(transactions.begin_on(connection, before=admitted.count, identify=admitted.claim))
            assert admitted.admit(headers) is None
    assert f"r={LIMIT.count - 2};" in headers["ratelimit"]


def test_a_first_request_fifty_times_at_once_makes_one_learner(fresh_database: dict[str, str], admin_url: str) -> None:
    newcomer = proofs.principal(uuid4(), email="new@example.com")

    def act(connection: psycopg.Connection, _: int) -> bool:
        with transactions.begin_on(connection, newcomer) as db:
            return db.fetch_value(bool, "select count(*) = 1 from identity.users")

    assert set(at_once(fresh_database, act)) == {True}
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        assert one(connection, "select count(*) from gamification.user_stats where user_id = %s", newcomer.id) == 1
