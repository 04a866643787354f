"""Parallel calls on a barrier: a pool is never overspent, a response is recorded once."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.assessment.placement import service as assessments
from progressive_flow.assessment.placement.models import AssessmentResponses, NewAssessment
from progressive_flow.gamification.skills import service as skills
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.principal import Principal
from tests.support import proofs
from tests.support.learning import award, superuser_url
from tests.support.scene import make_user, one

BOTH_SIZES = pytest.mark.parametrize("connections", [2, 50])


def at_once(urls: dict[str, str], connections: int, act: Callable[[psycopg.Connection], Any]) -> list[Any]:
    """Run `act` on so many connections at the same moment; return what each returned or raised."""
    barrier = threading.Barrier(connections)
    outcomes: list[Any] = [None] * connections

    def run(number: int) -> None:
        try:
            with psycopg.connect(urls["application"], autocommit=True, prepare_threshold=None) as connection:
                connection.execute("set lock_timeout = 0")  # how long a slow machine lets them queue is not asked here
                barrier.wait()
                outcomes[number] = act(connection)
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def learner(fresh_database: dict[str, str], admin_url: str) -> Principal:
    """A learner with 120 XP in a database of the test's own."""
    user = uuid4()
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        make_user(connection, clock.now(), user)
        award(connection, user, 120, clock.now())
    return proofs.principal(user)


@BOTH_SIZES
def test_a_pool_is_never_overspent(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, connections: int
) -> None:
    def act(connection: psycopg.Connection) -> int:
        with transactions.begin_on(connection, learner) as db:
            return skills.allocate(db, "durable-writes", 25).points_allocated

    outcomes = at_once(fresh_database, connections, act)
    spent = sorted(outcome for outcome in outcomes if isinstance(outcome, int))
    refused = [outcome for outcome in outcomes if not isinstance(outcome, int)]
    assert spent == [25, 50, 75, 100][: min(connections, 4)]
    assert Counter(map(_kind, refused)) == ({"not-enough-points": 46} if connections == 50 else {})
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        stored = "select points_allocated, current_level from gamification.user_skills where user_id = %s"
        assert connection.execute(stored, [learner.id]).fetchall() == [(spent[-1], spent[-1] // 50)]


@BOTH_SIZES
def test_a_response_is_recorded_once(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, connections: int
) -> None:
    with (
        psycopg.connect(fresh_database["application"], autocommit=True) as connection,
        transactions.begin_on(connection, learner) as db,
    ):
        started = assessments.start_assessment(db, learner, NewAssessment(type="initial"))
    responses = [{"question_id": question.id, "option": 0} for question in started.questions]
    body = AssessmentResponses.model_validate({"responses": responses})

    def act(connection: psycopg.Connection) -> UUID:
        with transactions.begin_on(connection, learner) as db:
            return assessments.respond(db, learner, started.id, body).id

    outcomes = at_once(fresh_database, connections, act)
    assert [outcome for outcome in outcomes if outcome == started.id] == [started.id]
    refused = [outcome for outcome in outcomes if outcome != started.id]
    assert {_kind(response) for response in refused} <= {"assessment-closed"}
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        results = "select count(*) from assessment.assessment_results where user_id = %s"
        paid = "select count(*) from gamification.xp_awards where user_id = %s and source_type = 'achievement'"
        assert (one(connection, results, learner.id), one(connection, paid, learner.id)) == (1, 1)


@BOTH_SIZES
def test_one_assessment_is_open_at_a_time(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, connections: int
) -> None:
    def act(connection: psycopg.Connection) -> UUID:
        with transactions.begin_on(connection, learner) as db:
            return assessments.start_assessment(db, learner, NewAssessment(type="periodic")).id

    assert len(set(at_once(fresh_database, connections, act))) == 1
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as connection:
        assert one(connection, "select count(*) from assessment.assessments where user_id = %s", learner.id) == 1


def _kind(error: object) -> object:
    match error:
        case Problem():
            return error.kind
        case psycopg.Error():
            return error.diag.constraint_name
        case _:
            return error
