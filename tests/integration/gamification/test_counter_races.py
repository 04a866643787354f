"""A hint that is revealed while counters are counted again is counted once, whichever of the two comes first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_user, one, open_challenge

Act = Callable[[psycopg.Connection, UUID], None]
WAITING = "select count(*) from pg_stat_activity where pid = %s and wait_event_type = 'Lock'"


@pytest.fixture
def overtaken(fresh_database: dict[str, str], admin_url: str) -> UUID:
    """A learner whose counters are those of former content."""
    with beyond_policies(fresh_database, admin_url) as connection, connection.transaction():
        user = make_user(connection)
        open_challenge(connection, user, "url-shortener")
        connection.execute("update curriculum.challenges set category = 'moved' where ref = 'url-shortener'")
    return user


@contextmanager
def session(urls: dict[str, str], user: UUID) -> Iterator[psycopg.Connection]:
    """Begin a transaction that does what the platform's functions do for a learner."""
    with psycopg.connect(urls["migrator"]) as connection:
        connection.execute("set local role definer")
        act_as(connection, user)
        yield connection


def reveal(connection: psycopg.Connection, _: UUID) -> None:
    """Reveal a hint."""
    connection.execute(
        "select progress.reveal_hint(c.id, 1, 1, %s) from curriculum.challenges as c where c.ref = 'url-shortener'",
        [NOON],
    )


def award(connection: psycopg.Connection, user: UUID) -> None:
    """Look for achievements, which counts again first."""
    connection.execute("select gamification.check_and_award_achievements(%s, %s)", [user, NOON])


@pytest.mark.parametrize("acts", [(reveal, award), (award, reveal)], ids=["hint first", "recount first"])
def test_a_hint_beside_a_recount_is_counted_once(
    fresh_database: dict[str, str], admin_url: str, overtaken: UUID, acts: tuple[Act, Act]
) -> None:
    with session(fresh_database, overtaken) as holding, session(fresh_database, overtaken) as waiting:

        def follow() -> None:
            acts[1](waiting, overtaken)
            waiting.commit()

        acts[0](holding, overtaken)
        second = threading.Thread(target=follow)
        second.start()
        with beyond_policies(fresh_database, admin_url) as watching:
            while not one(watching, WAITING, waiting.info.backend_pid):
                assert second.is_alive(), "it waits for the row of stats"
        holding.commit()
        second.join()
    with beyond_policies(fresh_database, admin_url) as connection:
        counted = (
            "select s.counted_edition = e.number, s.hints_revealed"
            " from gamification.user_stats as s cross join gamification.metric_editions as e where s.user_id = %s"
        )
        assert connection.execute(counted, [overtaken]).fetchone() == (True, 1)
        assert connection.execute("select * from gamification.audit_ledger()").fetchall() == []
