"""The XP ledger: paid once, append-only, and stats and leaderboards follow it."""

import threading
import uuid

import psycopg
import pytest

from tests.support.scene import NOON, make_user, one

AWARD = """
select gamification.award_xp(
    %s, array(select a::gamification.award from unnest(%s::text[], %s::text[], %s::integer[], %s::text[]) as a), %s
)
"""


def award(connection: psycopg.Connection, user: uuid.UUID, source: str, amount: int) -> int:
    """Pay one award; return what was paid."""
    paid: int = one(connection, AWARD, user, ["correction"], [source], [amount], ["test"], NOON)
    return paid


def test_an_award_is_paid_once_however_often_it_is_claimed(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    assert [award(superuser, user, "a/1", 10) for _ in range(3)] == [10, 0, 0]
    assert one(superuser, "select total_xp from gamification.user_stats where user_id = %s", user) == 10


def test_awards_claimed_together_are_each_paid_once(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    rows = [["daily", "daily", "correction"], ["a/1", "a/1", "a"], [10, 20, 50], ["x", "x", "y"]]
    assert one(superuser, AWARD, user, *rows, NOON) == 60, "the first of two with one key"


def test_the_level_follows_the_total(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    seen = []
    for source, amount in (("a", 100), ("b", 150), ("c", 50)):
        award(superuser, user, source, amount)
        seen.append(
            superuser.execute(
                "select total_xp, current_level from gamification.user_stats where user_id = %s", [user]
            ).fetchone()
        )
    assert seen == [(100, 2), (250, 2), (300, 3)]
    assert one(superuser, "select current_level from identity.public_profiles where user_id = %s", user) == 3


def test_no_xp_is_lost_without_a_stats_row(superuser: psycopg.Connection) -> None:
    """update_user_stats creates the row that it adds to."""
    user = make_user(superuser)
    superuser.execute("delete from gamification.user_stats where user_id = %s", [user])
    award(superuser, user, "a", 30)
    assert one(superuser, "select total_xp from gamification.user_stats where user_id = %s", user) == 30


def test_a_correction_cannot_take_more_than_there_is(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    award(superuser, user, "a", 30)
    award(superuser, user, "fix", -20)
    assert one(superuser, "select total_xp from gamification.user_stats where user_id = %s", user) == 10
    with pytest.raises(psycopg.errors.CheckViolation), superuser.transaction():
        award(superuser, user, "fix again", -20)


def test_an_award_of_nothing_is_taken_but_leaves_no_row(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    assert award(superuser, user, "free", 0) == 0
    assert one(superuser, "select count(*) from gamification.xp_transactions where user_id = %s", user) == 0
    assert one(superuser, "select count(*) from gamification.xp_awards where user_id = %s", user) == 1


@pytest.mark.parametrize("change", ["update {} set amount = 1", "delete from {}", "truncate {}"])
def test_the_ledger_is_append_only(superuser: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.errors.DatabaseError, match="append-only") as refusal, superuser.transaction():
        superuser.execute(change.format("gamification.xp_transactions").encode())
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF500", "append-only")


def test_a_learner_with_a_ledger_cannot_be_deleted(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    award(superuser, user, "a", 10)
    with pytest.raises(psycopg.errors.RestrictViolation), superuser.transaction():
        superuser.execute("delete from identity.users where id = %s", [user])


def test_batches_in_opposite_order_do_not_deadlock(admin_url: str, fresh_database: dict[str, str]) -> None:
    """Two batches award the same learners in opposite orders, many times at once, without a deadlock."""
    url = admin_url.rpartition("/")[0] + "/" + fresh_database["migrator"].rpartition("/")[2]
    with psycopg.connect(url) as connection:
        users = [make_user(connection) for _ in range(20)]
    failures: list[BaseException] = []
    barrier = threading.Barrier(4)

    def pay(order: list[uuid.UUID], batch: int) -> None:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                barrier.wait()
                for turn in range(25):
                    connection.cursor().execute(
                        "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)"
                        " select u.id, 1, 'correction', %s, 'test', %s from unnest(%s::uuid[]) as u (id)",
                        [f"{batch}/{turn}", NOON, order],
                    )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=pay, args=(users if n % 2 else users[::-1], n)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with psycopg.connect(url) as connection:
        totals = connection.execute("select distinct total_xp from gamification.user_stats").fetchall()
    assert totals == [(100,)]
