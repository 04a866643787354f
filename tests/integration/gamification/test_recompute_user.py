"""POST /v1/admin/users/{user_id}/recomputations."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import beyond_policies, pass_level
from tests.support.scene import one


def path(user: object) -> str:
    """Return where a learner is recomputed."""
    return f"/v1/admin/users/{user}/recomputations"


@pytest.fixture
def known(api: Api, learner: Caller) -> Caller:
    """A learner who passed a level."""
    api.get("/v1/me", learner)
    pass_level(api, learner, "static-website")
    return learner


def test_what_is_right_stays(api: Api, known: Caller, administrator: Caller, superuser: psycopg.Connection) -> None:
    answer = api.post(path(known.id), administrator)
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert found["changed"] is False
    assert found["before"] == found["after"]
    assert found["after"]["total_xp"] == found["after"]["all_time_scores"]["xp"] > 0
    action = "select action from platform.audit_log where subject_id = %s and actor_id = %s"
    assert one(superuser, action, str(known.id), administrator.id) == "user.recomputed"


def test_what_was_falsified_is_put_right(
    api: Api, known: Caller, administrator: Caller, database: dict[str, str], admin_url: str
) -> None:
    right = api.post(path(known.id), administrator).json()["after"]
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "update gamification.user_stats set total_xp = 999, current_level = 9, total_levels_completed = 7,"
            " total_challenges_completed = 3 where user_id = %s",
            [known.id],
        )
        connection.execute(
            "delete from gamification.leaderboard_scores where user_id = %s and period_type = 'all_time'", [known.id]
        )
        audit = "select what from gamification.audit_ledger('00000000-0000-0000-0000-000000000000', 100000) where user_id = %s"
        assert {row[0] for row in connection.execute(audit, [known.id])} == {
            *("total_xp", "current_level", "all_time_xp_score", "total_levels_completed", "total_challenges_completed")
        }
        answer = api.post(path(known.id), administrator).json()
        assert (answer["changed"], answer["before"]["total_xp"], answer["after"]) == (True, 999, right)
        assert connection.execute(audit, [known.id]).fetchall() == []


def test_only_an_administrator_recomputes(api: Api, known: Caller) -> None:
    problem(api.post(path(known.id), known), 403, "forbidden")


@pytest.mark.parametrize(("user", "status", "kind"), [(uuid.UUID(int=7), 404, "not-found"), ("ada", 422, "invalid")])
def test_nobody_cannot_be_recomputed(api: Api, administrator: Caller, user: Any, status: int, kind: str) -> None:
    problem(api.post(path(user), administrator), status, kind)
