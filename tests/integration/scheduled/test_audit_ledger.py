"""The nightly audit: it finds and reports each kind of difference and repairs nothing; it continues where it stopped."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from progressive_flow.gamification.ledger import audit, repository
from progressive_flow.kernel.declarations import registry
from tests.support.learning import superuser_url
from tests.support.scene import NOON, make_challenge, make_user, one, open_challenge, record


@pytest.fixture
def connection(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session in a database with five learners of whom everything adds up."""
    with psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as found:
        make_challenge(found, "small-one", levels=2)
        for _ in range(5):
            with found.transaction():
                challenge = open_challenge(found, make_user(found), "small-one")
                record(found, challenge, passed=False)
                record(found, challenge)
                record(found, challenge, level=2)
        yield found


def run() -> dict[str, Any]:
    """Run the job."""
    done: dict[str, Any] = registry.load("functions.scheduled.audit_ledger")({}, None)
    return done


def somebody(connection: psycopg.Connection) -> uuid.UUID:
    """Return a learner."""
    found: uuid.UUID = one(
        connection, "select user_id from gamification.user_stats where total_xp > 0 order by user_id limit 1"
    )
    return found


def findings(text: str) -> list[tuple[str, str, Any, Any]]:
    """Return the differences that were logged."""
    lines = [json.loads(line) for line in text.splitlines()]
    found = [line for line in lines if line.get("message") == "ledger difference"]
    assert all({"user_id", "what"} <= line.keys() for line in found)
    return [(line["user_id"], line["what"], line.get("expected"), line.get("found")) for line in found]


def test_what_adds_up_is_no_difference(connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    users = one(connection, "select count(*) from identity.users")
    assert run() == {"users": users, "differences": 0, "finished": 1}
    assert findings(capsys.readouterr().out) == []


FALSE = {
    "total_xp": "update gamification.user_stats set total_xp = total_xp + 1 where user_id = %s",
    "current_level": "update gamification.user_stats set current_level = 9 where user_id = %s",
    "payments_without_award": "delete from gamification.xp_awards where user_id = %s and source_type = 'challenge'",
    "all_time_xp_score": "update gamification.leaderboard_scores set metric_value = 1"
    " where user_id = %s and metric_type = 'xp' and period_type = 'all_time'",
    "total_levels_completed": "update gamification.user_stats set total_levels_completed = 0 where user_id = %s",
    "total_challenges_completed": "update gamification.user_stats set total_challenges_completed = 7 where user_id = %s",
    "total_attempts": "delete from progress.level_attempts where user_id = %s and attempt_number = 1 and level_number = 1",
}


@pytest.mark.parametrize("what", FALSE)
def test_each_falsification_is_found_and_left(
    connection: psycopg.Connection, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    user = somebody(connection)
    connection.execute(FALSE[what].encode(), [user])
    assert run()["differences"] == 1
    ((found, kind, expected, there),) = findings(capsys.readouterr().out)
    assert (found, kind) == (str(user), what)
    assert expected != there
    assert run()["differences"] == 1, "nothing was repaired"


def test_a_payment_made_twice_is_found(connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    user = somebody(connection)
    connection.execute(
        "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)"
        " select user_id, amount, source_type, source_id, description, created_at from gamification.xp_transactions"
        " where user_id = %s limit 1",
        [user],
    )
    run()
    assert [what for _, what, _, _ in findings(capsys.readouterr().out)] == ["awards_paid_once"]


def test_a_learner_without_stats_is_found(connection: psycopg.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    connection.execute("delete from gamification.user_stats where user_id = %s", [somebody(connection)])
    run()
    assert {there for _, what, _, there in findings(capsys.readouterr().out) if what == "total_xp"} == {None}


def test_an_award_of_nothing_is_no_difference(connection: psycopg.Connection) -> None:
    connection.execute(
        "select gamification.award_xp(%s, array[('achievement', 'free', 0, 'x')::gamification.award], %s)",
        [somebody(connection), NOON],
    )
    assert run()["differences"] == 0


def test_it_goes_on_after_a_crash_where_it_was(connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    users = one(connection, "select count(*) from identity.users")
    real, calls = repository.list_differences, list[int]()

    def fails_the_third_time(*arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("the function was ended")
        return real(*arguments)

    monkeypatch.setattr(repository, "list_differences", fails_the_third_time)
    with pytest.raises(RuntimeError, match="was ended"):
        audit.audit_ledger(slice_=1)
    assert audit.audit_ledger(slice_=1)["users"] == users - 2
    assert connection.execute(
        "select users, differences, finished_at is not null from gamification.ledger_audits"
    ).fetchall() == [(users, 0, True)]


def test_time_up_leaves_the_rest_for_the_next_run(connection: psycopg.Connection) -> None:
    assert audit.audit_ledger(seconds=0.0) == {"users": 0, "differences": 0, "finished": 0}
    assert audit.audit_ledger()["finished"] == 1
    assert one(connection, "select count(*) from gamification.ledger_audits") == 1


def test_two_at_once_look_at_nobody_twice(connection: psycopg.Connection, fresh_database: dict[str, str]) -> None:
    audit.audit_ledger(seconds=0.0)
    with psycopg.connect(fresh_database["scheduler"]) as other:
        other.execute("select id from gamification.ledger_audits for update")
        assert audit.audit_ledger() == {"users": 0, "differences": 0, "finished": 0}
