"""Two and fifty calls at once: hint and suggestion are charged once, a day's bonus paid once, one session stays open."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.http.problems import Problem
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.sessions import service as sessions_service
from progressive_flow.learning.sessions.models import NewSession
from progressive_flow.learning.submissions import daily as daily_service
from progressive_flow.learning.submissions import service as submissions_service
from progressive_flow.learning.suggestions import service as suggestions_service
from progressive_flow.progress.hints import service as hints_service
from progressive_flow.progress.hints.models import NewHint
from tests.support import proofs
from tests.support.content import reference_design
from tests.support.days import fix_day
from tests.support.learning import beyond_policies
from tests.support.scene import one, open_challenge

CALLERS = pytest.mark.parametrize("callers", [2, 50])


@pytest.fixture
def learner(fresh_database: dict[str, str], admin_url: str) -> Principal:
    """A learner for whom url-shortener is open, on a day whose challenge it is."""
    user = uuid4()
    with beyond_policies(fresh_database, admin_url) as connection, connection.transaction():
        connection.execute("select identity.create_user(%s)", [user])
        open_challenge(connection, user, "url-shortener")
        fix_day(connection, at=clock.now())
    return proofs.principal(user)


def at_once(
    urls: dict[str, str], learner: Principal, callers: int, act: Callable[[transactions.Transaction], Any]
) -> list[Any]:
    """Let as many connections act at the same moment; return what each returned or raised."""
    barrier = threading.Barrier(callers)
    outcomes: list[Any] = [None] * callers

    def run(number: int) -> None:
        try:
            with psycopg.connect(urls["application"], autocommit=True, prepare_threshold=None) as connection:
                barrier.wait()
                with transactions.begin_on(connection, learner) as db:
                    outcomes[number] = act(db)
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def ledger(urls: dict[str, str], admin_url: str, user: UUID) -> dict[str, int]:
    """Return a learner's XP by source, once stats and ledger agree."""
    with beyond_policies(urls, admin_url) as connection:
        assert connection.execute("select * from gamification.audit_ledger()").fetchall() == []
        rows = connection.execute(
            "select source_type, sum(amount)::integer from gamification.xp_transactions where user_id = %s group by 1",
            [user],
        ).fetchall()
    return dict(rows)


@CALLERS
def test_one_hint_is_charged_once(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, callers: int
) -> None:
    def act(db: transactions.Transaction) -> Any:
        return hints_service.reveal_hint(db, "url-shortener", 1, NewHint(hint_number=1))

    hints = at_once(fresh_database, learner, callers, act)
    assert {(hint.hint_number, hint.xp_penalty, hint.next_penalty) for hint in hints} == {(1, 3, 5)}
    assert Counter(hint.newly_revealed for hint in hints) == {True: 1, False: callers - 1}
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select sum(xp_penalty) from progress.hint_usage") == 3
        assert one(connection, "select hints_used from progress.user_level_progress") == 1


@CALLERS
def test_one_suggestion_is_charged_once_whichever_attempt_it_is_for(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, callers: int
) -> None:
    def submit(design: dict[str, Any], level: int) -> Any:
        submission = Submission.model_validate({"kind": "system_design", "design": design})
        return at_once(
            fresh_database, learner, 1,
            lambda db: submissions_service.submit_attempt(db, learner, "url-shortener", level, submission),
        )[0]  # fmt: skip

    whole = reference_design("url-shortener")
    assert submit(whole, 1).passed
    attempts = [
        submit({**whole, "nodes": [{**part, "units": units} for part in whole["nodes"]]}, 2).id for units in (1, 1)
    ]
    asked = iter(attempts * callers)
    kept = at_once(fresh_database, learner, callers, lambda db: suggestions_service.suggest_change(db, next(asked)))
    charged = {found.attempt_id: found.xp_penalty for found in kept}
    assert len({(found.attempt_id, found.xp_penalty) for found in kept}) == len(charged) == 2
    assert sorted(charged.values()) == [0, 4]
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select sum(xp_penalty) from progress.suggestions") == 4
        assert one(connection, "select count(*) from progress.suggestions") == 2
        assert (
            one(connection, "select suggestion_penalty from progress.user_level_progress where level_number = 2") == 4
        )


@CALLERS
def test_the_days_bonus_is_paid_once(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, callers: int
) -> None:
    submission = Submission.model_validate({"kind": "system_design", "design": reference_design("url-shortener")})
    attempts = at_once(fresh_database, learner, callers, lambda db: daily_service.submit(db, learner, submission))
    assert [attempt for attempt in attempts if isinstance(attempt, Exception)] == []
    assert sorted(attempt.attempt_number for attempt in attempts) == list(range(1, callers + 1))
    assert sorted(attempt.daily_bonus_xp for attempt in attempts)[-2:] == [0, 30]
    paid = ledger(fresh_database, admin_url, learner.id)
    assert (paid["daily"], paid["level"]) == (30, 30)
    with beyond_policies(fresh_database, admin_url) as connection:
        row = connection.execute(
            "select attempts, score, xp_earned from gamification.daily_challenge_attempts"
        ).fetchone()
    assert row == (callers, 100, 30)


@CALLERS
def test_sessions_started_at_once_leave_one_open(
    fresh_database: dict[str, str], admin_url: str, learner: Principal, callers: int
) -> None:
    new = NewSession(session_type="challenge", resource_id="url-shortener")
    sessions = at_once(fresh_database, learner, callers, lambda db: sessions_service.start_session(db, learner, new))
    assert [session for session in sessions if isinstance(session, Exception | Problem)] == []
    assert len({session.id for session in sessions}) == callers
    with beyond_policies(fresh_database, admin_url) as connection:
        counted = connection.execute(
            "select count(*), count(*) filter (where end_time is null), sum(duration_minutes) from progress.learning_sessions"
        ).fetchone()
    assert counted == (callers, 1, 0)


def test_a_hint_and_a_pass_at_once_agree_on_the_price(
    fresh_database: dict[str, str], admin_url: str, learner: Principal
) -> None:
    """Whichever comes first: a hint revealed before costs, one revealed after is free."""
    turn = iter(range(2))
    submission = Submission.model_validate({"kind": "system_design", "design": reference_design("url-shortener")})

    def act(db: transactions.Transaction) -> Any:
        if next(turn):
            return daily_service.submit(db, learner, submission)
        return hints_service.reveal_hint(db, "url-shortener", 1, NewHint(hint_number=1))

    outcomes = at_once(fresh_database, learner, 2, act)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    with beyond_policies(fresh_database, admin_url) as connection:
        penalty = one(connection, "select xp_penalty from progress.hint_usage")
    assert ledger(fresh_database, admin_url, learner.id)["level"] == 30 - penalty
