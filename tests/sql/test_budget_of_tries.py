"""The budget of tries in SQL, against a bucket that is counted in fractions."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID

import psycopg
import pytest

from tests.support.scene import NOON, act_as, challenge_id, make_user, one, open_challenge

COUNT, SECONDS = 30, 1800
ATTEMPT = """
select s.tries_left from learning.submit_attempt(
    %s, 2, (select id from content.challenge_versions where challenge_id = %s and is_active), '{}', '[]', 40::numeric, %s, '{}', 1,
    %s, p_tries => %s, p_refill_seconds => %s
) as s
"""
Act = Callable[[psycopg.Connection, UUID, datetime], int]


def fail(connection: psycopg.Connection, challenge: UUID, at: datetime, *, passed: bool = False) -> int:
    left: int = one(connection, ATTEMPT, challenge, challenge, passed, at, COUNT, SECONDS)
    return left


def trial(connection: psycopg.Connection, challenge: UUID, at: datetime) -> int:
    del challenge
    left: int = one(connection, "select progress.take_try('url-shortener', 2, %s, %s, %s)", COUNT, SECONDS, at)
    return left


def attempted(connection: psycopg.Connection, act: Act, challenge: UUID, at: datetime) -> int | None:
    """Return how many tries are left after one; None if it was refused for want of one."""
    try:
        with connection.transaction():
            return act(connection, challenge, at)
    except psycopg.Error as error:
        if error.sqlstate != "PF429":
            raise
        return None


@pytest.fixture
def challenge(superuser: psycopg.Connection) -> UUID:
    """A challenge of which the acting learner has passed level 1."""
    user = make_user(superuser)
    act_as(superuser, user)
    found = open_challenge(superuser, user, "url-shortener")
    superuser.execute(
        "update progress.user_challenge_progress set levels_completed = '{1}' where user_id = %s and challenge_id = %s",
        [user, found],
    )
    assert found == challenge_id(superuser, "url-shortener")
    return found


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_takes_more_than_the_budget_and_what_came_back(
    superuser: psycopg.Connection, challenge: UUID, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - a sequence to test with
    at, tokens, taken = NOON, Fraction(COUNT), list[datetime]()
    for _ in range(120):
        pause = timedelta(seconds=draw.choice([0, 0, 1, 60, 1799, 1800, 1801]))
        at += pause
        tokens = min(Fraction(COUNT), tokens + Fraction(int(pause.total_seconds()), SECONDS))
        left = attempted(superuser, draw.choice([fail, trial]), challenge, at)
        assert (left is None) == (tokens < 1)
        if left is not None:
            tokens -= 1
            taken.append(at)
            assert left == int(tokens)
    assert len(taken) > COUNT
    assert all(
        later - first + 1 <= COUNT + (taken[later] - taken[first]).total_seconds() / SECONDS
        for first in range(len(taken))
        for later in range(first, len(taken))
    )


def test_a_clock_that_is_behind_gives_none_back(superuser: psycopg.Connection, challenge: UUID) -> None:
    for left in range(COUNT - 1, -1, -1):
        assert trial(superuser, challenge, NOON) == left
    assert attempted(superuser, trial, challenge, NOON - timedelta(hours=5)) is None
    assert attempted(superuser, trial, challenge, NOON + timedelta(seconds=SECONDS)) == 0


def test_a_smaller_budget_holds_at_once(superuser: psycopg.Connection, challenge: UUID) -> None:
    for _ in range(5):
        trial(superuser, challenge, NOON)
    full = one(
        superuser,
        "select tries_full_at from progress.user_level_progress"
        " where user_id = identity.current_user_id() and challenge_id = %s and level_number = 2",
        challenge,
    )
    left = "select progress.tries_left(%s, %s, %s, %s)"
    assert [one(superuser, left, full, most, SECONDS, NOON) for most in (30, 6, 5, 2)] == [25, 1, 0, 0]
    assert one(superuser, left, None, 30, SECONDS, NOON) == 30


def test_a_pass_leaves_it_as_it_is(superuser: psycopg.Connection, challenge: UUID) -> None:
    assert fail(superuser, challenge, NOON) == COUNT - 1
    assert fail(superuser, challenge, NOON, passed=True) == COUNT - 1


@pytest.mark.parametrize(
    ("score", "passed", "shown"),
    [
        (0, False, 0),
        (9.99, False, 0),
        (10, False, 10),
        (74.5, False, 70),
        (99.99, False, 90),
        (100, False, 100),
        (74.5, True, 74.5),
        (None, False, None),
    ],
)
def test_what_failed_is_scored_in_tenths(
    superuser: psycopg.Connection, score: float | None, passed: bool, shown: float | None
) -> None:
    assert one(superuser, "select progress.shown_score(%s::numeric, %s)::float8", score, passed) == (
        None if shown is None else pytest.approx(shown)
    )
