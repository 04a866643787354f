"""An achievement reached by two paths at once, attempt and sweep, is awarded, paid and notified once."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.races import at_once
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record


@pytest.mark.parametrize("callers", [2, 50])
def test_attempts_and_sweeps_award_once(fresh_database: dict[str, str], admin_url: str, callers: int) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        user = make_user(connection)
        challenges: list[UUID] = []
        with connection.transaction():
            for number in range(callers // 2):
                make_challenge(connection, f"race-{number}", levels=1)
                challenges.append(open_challenge(connection, user, f"race-{number}"))
    sessions = [psycopg.connect(fresh_database["migrator"]) for _ in range(callers)]

    def attempt(session: psycopg.Connection, challenge: UUID) -> int:
        session.execute("set local role definer")
        act_as(session, user)
        paid: int = record(session, challenge)["xp_earned"]
        session.commit()
        return paid

    def sweep(session: psycopg.Connection) -> None:
        session.execute("set local role definer")
        session.execute("select gamification.check_and_award_achievements(%s, %s)", [user, NOON])
        session.commit()

    acts: list[Callable[[], Any]] = []
    for number, session in enumerate(sessions):
        if number % 2:
            acts.append(partial(sweep, session))
        else:
            acts.append(partial(attempt, session, challenges[number // 2]))
    outcomes = at_once(acts)
    for session in sessions:
        session.close()
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("select gamification.check_and_award_achievements(%s, %s)", [user, NOON])
        held = one(connection, "select count(*) from gamification.user_achievements where user_id = %s", user)
        paid = connection.execute(
            "select count(*), count(distinct source_id) from gamification.xp_transactions"
            " where user_id = %s and source_type = 'achievement'",
            [user],
        ).fetchone()
        notified = one(
            connection, "select count(*) from social.notifications where user_id = %s and type = 'achievement'", user
        )
        assert held > 0
        assert paid == (held, held)
        assert notified == held
        assert one(connection, "select count(*) from gamification.audit_ledger(null, 100)") == 0
