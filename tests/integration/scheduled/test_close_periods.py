"""Closing leaderboards: by the ledger, once, whatever arrives meanwhile; and GET /v1/leaderboards/{period}/{metric}/snapshots."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.gamification.leaderboards import service
from progressive_flow.gamification.leaderboards.repository import ClosingLeaderboard
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller
from tests.support.learning import award, beyond_policies, refresh_leaderboards, walk
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record

NIGHT = NOON.replace(hour=0, minute=2) + timedelta(days=1)
PATH = "/v1/leaderboards/daily/xp/snapshots"
LEADERBOARDS = (
    "select scope_type, scope_id, metric_type, period_type, period_date from gamification.leaderboards_to_close(%s)"
)
YESTERDAY = "period_type = 'daily' and period_date = '2026-05-06'"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def close(days: int = 0) -> dict[str, Any]:
    """Run the job two minutes after a midnight; return the work done."""
    with clock.moved_to(NIGHT + timedelta(days=days)):
        done: dict[str, Any] = registry.load("functions.scheduled.close_periods")({}, None)
    return done


def person(api: Api, world: psycopg.Connection, name: str, xp: int, visibility: str = "public") -> Caller:
    """Make somebody who earned so much on the day."""
    someone = new_caller()
    api.patch("/v1/me", someone, json={"display_name": name, "visibility": visibility})
    award(world, someone.id, xp, NOON)
    return someone


def snapshots(api: Api, caller: Caller, **params: Any) -> list[dict[str, Any]]:
    """Return the closed days as somebody reads them."""
    items: list[dict[str, Any]] = api.get(PATH, caller, params=params).json()["items"]
    return items


def score(connection: psycopg.Connection, user: UUID, period: str = YESTERDAY) -> Any:
    """Return a learner's XP on yesterday's leaderboard; None without a row."""
    leaderboard = f"metric_type = 'xp' and scope_type = 'global' and {period}"
    query = f"select metric_value from gamification.leaderboard_scores where user_id = %s and {leaderboard}"
    row = connection.execute(query.encode(), [user]).fetchone()
    return row[0] if row else None


def test_a_day_is_closed_once_with_its_ranks(api: Api, world: psycopg.Connection) -> None:
    me = person(api, world, "Ada", 30)
    for name, xp in (("Bob", 50), ("Cy", 30), ("Di", 10)):
        person(api, world, name, xp)
    assert close() == {"closed": 9, "corrected_scores": 0, "left": 0}
    assert close() == {"closed": 0, "corrected_scores": 0, "left": 0}
    [day] = snapshots(api, me, top=100)
    assert (day["period_date"], day["participants"], day["my_rank"], day["my_value"]) == ("2026-05-06", 4, 2, 30)
    assert sorted((row["rank"], row["name"]) for row in day["top"]) == [(1, "Bob"), (2, "Ada"), (2, "Cy"), (4, "Di")]
    assert day["closed_at"].startswith("2026-05-07T00:02:")
    assert [row["name"] for row in day["top"] if row["is_me"]] == ["Ada"]
    leaderboard = api.get("/v1/leaderboards/daily/xp", me, params={"date": "2026-05-06"}).json()
    assert (leaderboard["closed_at"], [row["rank"] for row in leaderboard["items"]]) == (day["closed_at"], [1, 2, 2, 4])


def test_weeks_and_months_close_at_their_own_end(api: Api, world: psycopg.Connection) -> None:
    person(api, world, "Ada", 30)
    refresh_at(NOON)
    for days in range(26):
        close(days)
    closed = world.execute(
        "select period_type, period_date::text, closed_at::date::text from gamification.leaderboards"
        " where metric_type = 'xp' and participants > 0 and closed_at is not null order by 1"
    ).fetchall()
    assert closed == [
        ("daily", "2026-05-06", "2026-05-07"),
        ("monthly", "2026-05-01", "2026-06-01"),
        ("weekly", "2026-05-04", "2026-05-11"),
    ]


def test_nothing_is_closed_before_late_requests_have_committed(api: Api, world: psycopg.Connection) -> None:
    """Neither what a refresh has seen, nor what none has: both wait two minutes."""
    person(api, world, "Ada", 30)
    refresh_at(NOON)
    instants = (NIGHT - timedelta(minutes=2), NIGHT - timedelta(seconds=1), NIGHT)
    closing = [world.execute(LEADERBOARDS.encode(), [at]).fetchall() for at in instants]
    assert [sum(period == "daily" for *_, period, _ in rows) for rows in closing] == [0, 0, 3]


def refresh_at(at: Any) -> None:
    """Rebuild ranks at an instant."""
    with clock.moved_to(at):
        refresh_leaderboards()


def test_a_score_that_was_tampered_with_is_set_right_by_the_ledger(api: Api, world: psycopg.Connection) -> None:
    raised, lowered, lost = (person(api, world, name, 30) for name in ("Ada", "Bob", "Cy"))
    nobody = new_caller()
    api.get("/v1/me", nobody)
    of_xp = f"user_id = %s and metric_type = 'xp' and {YESTERDAY}"
    tamper = f"update gamification.leaderboard_scores set metric_value = %s where {of_xp}"
    world.execute(tamper.encode(), [9999, raised.id])
    world.execute(tamper.encode(), [1, lowered.id])
    world.execute(f"delete from gamification.leaderboard_scores where user_id = %s and {YESTERDAY}".encode(), [lost.id])
    world.execute(
        "insert into gamification.leaderboard_scores values (default, 'global', %s, 'xp', 'daily', '2026-05-06', %s, 77, now())",
        [UUID(int=0), nobody.id],
    )
    assert close()["corrected_scores"] == 4
    assert [score(world, user.id) for user in (raised, lowered, lost, nobody)] == [30, 30, 30, None]
    assert [row["rank"] for row in snapshots(api, raised)[0]["top"]] == [1, 1, 1]


def test_who_left_stays_off_the_leaderboard(api: Api, world: psycopg.Connection) -> None:
    """Their ledger stays, and closing must not bring their score back."""
    me, leaver = person(api, world, "Ada", 10), person(api, world, "Eve", 90)
    with world.transaction():
        act_as(world, leaver.id)
        world.execute("select identity.erase_user(%s)", [NOON])
    assert close()["corrected_scores"] == 0
    assert score(world, leaver.id) is None
    [day] = snapshots(api, me)
    assert (day["participants"], [row["rank"] for row in day["top"]]) == (1, [1])


def test_snapshots_honour_what_learners_let_others_see_now(api: Api, world: psycopg.Connection) -> None:
    me, other = person(api, world, "Ada", 10), person(api, world, "Bob", 30)
    person(api, world, "Harriet", 20, "hidden")
    close()
    assert [(row["rank"], row["name"]) for row in snapshots(api, me)[0]["top"]] == [(1, "Bob"), (3, "Ada")]
    api.patch("/v1/me", other, json={"visibility": "hidden"})
    assert "Bob" not in api.get(PATH, me).text
    assert [row["rank"] for row in snapshots(api, me)[0]["top"]] == [3]
    assert snapshots(api, other)[0]["my_rank"] == 1
    api.patch("/v1/me", other, json={"visibility": "pseudonym"})
    assert snapshots(api, me)[0]["top"][0]["name"].startswith("Learner ")


def test_closed_days_are_walked_newest_first(api: Api, world: psycopg.Connection) -> None:
    me = person(api, world, "Ada", 10)
    for days in range(3):
        close(days)
    rows = [row for page in walk(api, me, PATH, limit=2) for row in page]
    assert [row["period_date"] for row in rows] == ["2026-05-08", "2026-05-07", "2026-05-06"]
    assert [row["participants"] for row in rows] == [0, 0, 1]
    assert (rows[0]["top"], rows[0]["my_rank"]) == ([], None)
    assert api.get("/v1/leaderboards/all_time/xp/snapshots", me).json()["items"] == []
    assert api.get(PATH).status_code == 401


def test_a_run_that_was_stopped_is_gone_on_with(
    api: Api, world: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    person(api, world, "Ada", 10)
    with clock.moved_to(NIGHT):
        assert service.close_periods(seconds=-1) == {"closed": 0, "corrected_scores": 0, "left": 9}
        real, calls = service.close_leaderboard, 0

        def dies(db: transactions.Transaction, leaderboard: ClosingLeaderboard) -> int | None:
            nonlocal calls
            calls += 1
            wrong = real(db, leaderboard)
            if calls == 4:
                raise ConnectionError("power cut")
            return wrong

        monkeypatch.setattr(service, "close_leaderboard", dies)
        with pytest.raises(ConnectionError):
            service.close_periods(seconds=60)
        monkeypatch.undo()
    assert one(world, "select count(*) from gamification.leaderboards where closed_at is not null") == 3
    assert close() == {"closed": 6, "corrected_scores": 0, "left": 0}


def test_two_runs_at_once_close_each_leaderboard_once(
    api: Api, world: psycopg.Connection, fresh_database: dict[str, str]
) -> None:
    person(api, world, "Ada", 10)
    outcomes: list[Any] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        with psycopg.connect(fresh_database["scheduler"], autocommit=True) as connection:
            leaderboards = connection.execute(LEADERBOARDS.encode(), [NIGHT]).fetchall()
            barrier.wait()
            query = "select gamification.close_leaderboard(%s, %s, %s, %s, %s, %s)"
            outcomes.extend(one(connection, query, *leaderboard, NIGHT) for leaderboard in leaderboards)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [0] * 9 + [None] * 9
    assert one(world, "select count(*) from gamification.leaderboard_snapshots where metric_type = 'xp'") == 1


def test_closing_while_attempts_of_both_days_arrive_loses_nothing(
    world: psycopg.Connection, fresh_database: dict[str, str]
) -> None:
    """Late attempts of the old day and early ones of the new, on both sides of the closing."""
    late, early = NIGHT - timedelta(minutes=3), NIGHT
    users = [make_user(world) for _ in range(8)]
    for number in range(6):
        make_challenge(world, f"small-{number}")
        for user in users:
            with world.transaction():
                open_challenge(world, user, f"small-{number}")
    failures: list[Exception] = []
    barrier = threading.Barrier(len(users) + 1)

    def study(user: UUID) -> None:
        try:
            with psycopg.connect(fresh_database["application"], autocommit=True) as connection:
                barrier.wait()
                for number in range(6):
                    with connection.transaction():
                        act_as(connection, user)
                        slug = f"small-{number}"
                        challenge = one(connection, "select id from curriculum.challenges where slug = %s", slug)
                        record(connection, challenge, at=late if number % 2 else early)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=study, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    barrier.wait()
    assert close()["corrected_scores"] == 0
    for thread in threads:
        thread.join()
    assert failures == []
    assert close() == {"closed": 0, "corrected_scores": 0, "left": 0}
    for period, day in ((YESTERDAY, "2026-05-06"), (YESTERDAY.replace("06", "07"), "2026-05-07")):
        ledger: dict[UUID, int] = dict(
            world.execute(
                "select user_id, sum(amount) from gamification.xp_transactions where (created_at at time zone 'UTC')::date = %s"
                " group by user_id", [day],
            ).fetchall()
        )  # fmt: skip
        assert {user: score(world, user, period) for user in users} == ledger
    assert one(world, "select count(*) from gamification.xp_awards where source_type = 'level'") == 48
    assert world.execute("select * from gamification.audit_ledger()").fetchall() == []
