"""`learning.import_progress`: levels in any order, imported once however often it runs, and all totals agree afterwards."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.support.scene import NOON, act_as, challenge_id, make_challenge, make_user, one, open_challenge, record


@pytest.fixture
def user(superuser: psycopg.Connection) -> UUID:
    """A learner; a challenge of five levels worth 10 XP each and 50 for all, and one that needs it."""
    make_challenge(superuser, "old-one", levels=5)
    make_challenge(superuser, "next-one", needs=("old-one",))
    return make_user(superuser)


def take_over(
    connection: psycopg.Connection,
    user: UUID,
    levels: list[int | None] | None,
    xp: int | None = 0,
    slug: str = "old-one",
) -> tuple[Any, ...]:
    """Import a row; return what the function says."""
    query = "select outcome, xp_imported, levels_imported from learning.import_progress(%s, %s, %s, %s, %s)"
    row = connection.execute(query.encode(), [user, slug, levels, xp, NOON]).fetchone()
    assert row
    return row


def progress_of(connection: psycopg.Connection, user: UUID, slug: str = "old-one") -> tuple[Any, ...] | None:
    """Return what a learner has of a challenge."""
    return connection.execute(
        "select p.status, p.levels_completed, p.xp_earned from progress.user_challenge_progress as p"
        " inner join curriculum.challenges as c on c.id = p.challenge_id where p.user_id = %s and c.slug = %s",
        [user, slug],
    ).fetchone()


def agrees(connection: psycopg.Connection, user: UUID) -> int:
    """Check that stats, leaderboards and ledger agree; return the XP."""
    differing = "select * from gamification.audit_ledger() where user_id = %s"
    assert connection.execute(differing.encode(), [user]).fetchall() == []
    total: int = one(connection, "select total_xp from gamification.user_stats where user_id = %s", user)
    return total


@pytest.mark.parametrize(
    "levels", [[5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [3, 3, 1, 5, 2, 4, 4]], ids=["backwards", "forwards", "doubled"]
)
def test_all_levels_in_any_order_are_the_whole_challenge(
    superuser: psycopg.Connection, user: UUID, levels: list[int | None]
) -> None:
    assert take_over(superuser, user, levels, 400) == ("imported", 400, 5)
    assert progress_of(superuser, user) == ("completed", [1, 2, 3, 4, 5], 400)
    ledger = "select amount, source_type, source_id from gamification.xp_transactions where user_id = %s"
    assert superuser.execute(ledger.encode(), [user]).fetchall() == [
        (400, "import", str(challenge_id(superuser, "old-one")))
    ]
    assert agrees(superuser, user) == 400
    leaderboards = (
        "select metric_value from gamification.leaderboard_scores where user_id = %s and metric_type = 'challenges'"
    )
    assert superuser.execute(leaderboards.encode(), [user]).fetchall() == [(1,)] * 4


def test_what_needed_it_opens(superuser: psycopg.Connection, user: UUID) -> None:
    assert progress_of(superuser, user, "next-one") is None
    take_over(superuser, user, [1, 2, 3, 4])
    assert progress_of(superuser, user, "next-one") is None
    assert take_over(superuser, user, [5]) == ("imported", 0, 1)
    assert progress_of(superuser, user, "next-one") == ("not_started", [], 0)


def test_a_second_run_pays_and_changes_nothing(superuser: psycopg.Connection, user: UUID) -> None:
    take_over(superuser, user, [1, 2], 90)
    before = progress_of(superuser, user)
    assert take_over(superuser, user, [2, 1], 90) == ("nothing new", 0, 0)
    assert take_over(superuser, user, [1, 2], 9000) == ("nothing new", 0, 0)
    assert progress_of(superuser, user) == before == ("in_progress", [1, 2], 90)
    assert agrees(superuser, user) == 90


def test_a_whole_one_is_completed_once_however_often_it_is_imported(superuser: psycopg.Connection, user: UUID) -> None:
    take_over(superuser, user, [1, 2, 3, 4, 5], 400)
    assert take_over(superuser, user, [1, 2, 3, 4, 5], 400) == ("nothing new", 0, 0)
    assert agrees(superuser, user) == 400
    completed = "select total_challenges_completed from gamification.user_stats where user_id = %s"
    assert one(superuser, completed, user) == 1


def test_the_level_that_was_missing_completes_the_challenge_though_it_is_not_the_last(
    superuser: psycopg.Connection, user: UUID
) -> None:
    take_over(superuser, user, [1, 2, 4, 5])
    missing = record(superuser, open_challenge(superuser, user, "old-one"), level=3, at=NOON + timedelta(days=1))
    assert (missing["first_pass"], missing["challenge_completed"]) == (True, True)


def test_passing_later_pays_nothing_for_what_was_imported(superuser: psycopg.Connection, user: UUID) -> None:
    take_over(superuser, user, [1, 2, 3, 4], 40)
    challenge = open_challenge(superuser, user, "old-one")
    again = record(superuser, challenge, level=2, at=NOON + timedelta(days=1))
    assert (again["first_pass"], again["xp_earned"], again["attempt_number"]) == (False, 0, 1)
    last = record(superuser, challenge, level=5, at=NOON + timedelta(days=1))
    assert (last["xp_earned"], last["challenge_completed"]) == (60, True)  # this level and the challenge
    assert progress_of(superuser, user) == ("completed", [1, 2, 3, 4, 5], 100)
    agrees(superuser, user)


def test_a_whole_one_pays_nothing_when_passed_again(superuser: psycopg.Connection, user: UUID) -> None:
    take_over(superuser, user, [5, 4, 3, 2, 1], 0)
    challenge = open_challenge(superuser, user, "old-one")
    attempts = [record(superuser, challenge, level=level, at=NOON + timedelta(days=1)) for level in range(1, 6)]
    assert {(attempt["xp_earned"], attempt["challenge_completed"]) for attempt in attempts} == {(0, False)}
    sources = "select distinct source_type from gamification.xp_transactions where user_id = %s order by 1"
    assert ("level",) not in superuser.execute(sources.encode(), [user]).fetchall()
    agrees(superuser, user)


def test_what_was_passed_here_stays_and_is_completed_by_the_rest(superuser: psycopg.Connection, user: UUID) -> None:
    challenge = open_challenge(superuser, user, "old-one")
    paid = record(superuser, challenge)["xp_earned"]
    assert take_over(superuser, user, [1, 2, 3, 4, 5], 100) == ("imported", 100, 4)
    assert progress_of(superuser, user) == ("completed", [1, 2, 3, 4, 5], 100 + paid)
    agrees(superuser, user)


@pytest.mark.parametrize(
    ("levels", "xp", "slug", "outcome"),
    [
        ([1], 10, "no-such", "no such challenge"),
        ([6], 10, "old-one", "a level that the challenge does not have"),
        ([0], 10, "old-one", "a level that the challenge does not have"),
        ([1, None], 10, "old-one", "a level that the challenge does not have"),
        ([1], -1, "old-one", "negative XP"),
    ],
    ids=["challenge", "six", "zero", "null", "negative"],
)
def test_a_row_that_means_nothing_is_skipped_and_says_why(
    superuser: psycopg.Connection, user: UUID, levels: list[int | None], xp: int, slug: str, outcome: str
) -> None:
    assert take_over(superuser, user, levels, xp, slug) == (outcome, 0, 0)
    assert progress_of(superuser, user) == ("not_started", [], 0)  # open, since it needs nothing
    assert agrees(superuser, user) == 0


def test_an_unknown_user_is_skipped(superuser: psycopg.Connection, user: UUID) -> None:
    assert take_over(superuser, uuid4(), [1]) == ("no such user", 0, 0)
    act_as(superuser, user)
    superuser.execute("select identity.erase_user(%s)", [NOON])
    assert take_over(superuser, user, [1], 10) == ("no such user", 0, 0)


@pytest.mark.parametrize("levels", [[], None], ids=["empty", "null"])
def test_xp_without_levels_is_still_xp(
    superuser: psycopg.Connection, user: UUID, levels: list[int | None] | None
) -> None:
    assert take_over(superuser, user, levels, 30) == ("imported", 30, 0)
    assert progress_of(superuser, user) == ("not_started", [], 30)
    assert take_over(superuser, user, levels, None) == ("nothing new", 0, 0)
    assert agrees(superuser, user) == 30


def test_only_the_migrator_imports(superuser: psycopg.Connection, user: UUID) -> None:
    superuser.execute("set local role application")
    with pytest.raises(psycopg.errors.InsufficientPrivilege), superuser.transaction():
        take_over(superuser, user, [1])
