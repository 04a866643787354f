"""The check of a restored copy: a faithful one passes, whatever happened since; each loss is reported by name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from progressive_flow.kernel.database import iam_connection, transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.errors import MissingSettingError
from progressive_flow.operations.restore_verification import service
from tests.support import cluster
from tests.support.learning import superuser_url
from tests.support.scene import act_as, make_challenge, make_user, one, open_challenge, record

HOST = "restored.example.com"
LEARNERS = 5
FREELY = "set session_replication_role = replica; "  # past the triggers that would refuse it
ANY = "(select id from gamification.xp_transactions limit 1)"


@dataclass
class Pair:
    """A superuser's sessions in the database and in its copy, and when that was made, an hour's margin over."""

    live: psycopg.Connection
    copy: psycopg.Connection
    taken_at: datetime

    def check(self, **limits: Any) -> dict[str, Any]:
        """Invoke the checker as the restore drill does."""
        if limits:
            return service.check_restored(HOST, self.taken_at, **limits)
        event = {"host": HOST, "taken_at": self.taken_at.isoformat()}
        done: dict[str, Any] = registry.load("functions.operations.check_restored")(event, None)
        assert json.loads(json.dumps(done)) == done
        return done


def learn(connection: psycopg.Connection, at: datetime) -> Any:
    """Let somebody new pass a level; return who."""
    with connection.transaction():
        user = make_user(connection, at)
        challenge = open_challenge(connection, user, "small-one", at)
        act_as(connection, user)
        record(connection, challenge, at=at)
    return user


@pytest.fixture
def pair(fresh_database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A database in which some have learned, and a clone of it that is reached as a restored server is."""
    name = f"restored_{urlsplit(fresh_database['migrator']).path[1:]}"
    urls = cluster.urls(admin_url, name)
    now = datetime.now(UTC)
    source = superuser_url(fresh_database, admin_url)
    with psycopg.connect(source, autocommit=True) as live:
        make_challenge(live, "small-one", levels=2)
        for hour in range(LEARNERS):
            learn(live, now - timedelta(hours=hour))
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f'create database "{name}" template "{urlsplit(source).path[1:]}"'.encode())
        admin.execute(f'grant connect on database "{name}" to scheduler'.encode())
    usual = fresh_database["scheduler"]
    monkeypatch.setattr(iam_connection, "url", lambda role, host=None: urls[role] if host == HOST else usual)
    monkeypatch.setenv("DATABASE_IAM", "1")
    with (
        psycopg.connect(source, autocommit=True) as live,
        psycopg.connect(superuser_url(urls, admin_url), autocommit=True) as copy,
    ):
        yield Pair(live, copy, now + timedelta(hours=1, minutes=5))
    cluster.drop(admin_url, urls)


def test_a_faithful_copy_has_no_problems(pair: Pair) -> None:
    users = one(pair.live, "select count(*) from identity.users")
    rows = one(pair.live, "select count(*) from gamification.xp_transactions")
    done = pair.check()
    assert done.pop("tables") >= 40
    assert done == {
        "users": users,
        "transactions": rows,
        "attempts": LEARNERS,
        "audited": users,
        "differences": 0,
        "problems": [],
    }
    assert rows >= LEARNERS


def test_what_happened_since_is_no_problem(pair: Pair) -> None:
    """New learners and attempts come, somebody leaves and takes their attempts along: the copy is as it was."""
    pair.taken_at = datetime.now(UTC) + service.MARGIN
    for _ in range(2):
        learn(pair.live, datetime.now(UTC) + timedelta(seconds=1))
    leaver = one(pair.live, "select user_id from progress.level_attempts order by id limit 1")
    with pair.live.transaction():
        act_as(pair.live, leaver)
        pair.live.execute("select identity.erase_user(%s)", [datetime.now(UTC) + timedelta(seconds=1)])
    assert one(pair.live, "select count(*) from progress.level_attempts") == LEARNERS + 2 - 1
    pair.live.execute("create table social.later (id int primary key); grant select on social.later to scheduler")
    pair.live.execute("insert into social.later values (1)")
    assert pair.check()["problems"] == []


def test_by_hand_a_copy_says_itself_of_when_it_is(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database goes on; what came after the copy's last row, less the margin, is not missed in it."""
    monkeypatch.setattr(service, "MARGIN", timedelta(0))
    learn(pair.live, datetime.now(UTC))
    handler = registry.load("functions.operations.check_restored")
    done: dict[str, Any] = handler({"host": HOST}, None)
    assert done["problems"] == []
    assert done["transactions"] > 0
    pair.copy.execute("truncate progress.user_track_progress")
    done = handler({"host": HOST}, None)
    assert done["problems"] == ["progress.user_track_progress is empty in the copy."]


def test_a_copy_in_which_nobody_ever_learned_is_of_now(pair: Pair) -> None:
    pair.copy.execute(f"{FREELY}delete from gamification.xp_transactions; delete from progress.level_attempts")
    done: dict[str, Any] = registry.load("functions.operations.check_restored")({"host": HOST}, None)
    assert any("audit of the copy found differences" in problem for problem in done["problems"])


LOST = {
    "a row of the ledger": (
        f"{FREELY}delete from gamification.xp_transactions where id = {ANY}",
        ("XP transactions of five weeks", "total_xp 1"),
    ),
    "an amount": (
        f"{FREELY}update gamification.xp_transactions set amount = amount + 1 where id = {ANY}",
        ("The copy's XP of five weeks", "total_xp 1"),
    ),
    "a sum": (
        "update gamification.user_stats set total_xp = 7 where user_id = (select user_id from progress.level_attempts limit 1)",
        ("total_xp 1",),
    ),
    "an attempt": (
        "delete from progress.level_attempts where id = (select id from progress.level_attempts limit 1)",
        ("attempts of five weeks", "total_attempts 1"),
    ),
    "a learner": (
        f"{FREELY}delete from identity.users where id = (select user_id from progress.level_attempts limit 1)",
        ("learners, of",),
    ),
    "an empty table": (
        "truncate gamification.streak_days",
        ("gamification.streak_days is empty in the copy.", "The audit of the copy found differences: active_days"),
    ),
    "a table without times": ("truncate curriculum.challenge_prerequisites", ("challenge_prerequisites is empty",)),
    "a newer schema": (
        "update platform.schema_history set version = '999' where version = (select max(version) from platform.schema_history)",
        ("The copy's schema is 999, newer than",),
    ),
    "all of the last day": (
        f"{FREELY}update gamification.xp_transactions set created_at = created_at - interval '3 days'",
        ("last XP transaction is of",),
    ),
}


@pytest.mark.parametrize("what", LOST)
def test_a_loss_is_reported(pair: Pair, what: str) -> None:
    statement, said = LOST[what]
    pair.copy.execute(statement.encode())
    problems = pair.check()["problems"]
    assert len(problems) == len(said), problems
    for problem, words in zip(problems, said, strict=True):
        assert words in problem


def test_more_than_there_is_here_is_reported_too(pair: Pair) -> None:
    """Then the database has lost something, or the copy is of another one."""
    pair.live.execute("set session_replication_role = replica; delete from gamification.xp_transactions")
    assert any("XP transactions of five weeks, 0 are here" in problem for problem in pair.check()["problems"])


def test_no_problem_names_anybody(pair: Pair) -> None:
    pair.copy.execute("update gamification.user_stats set total_xp = total_xp + 1")
    text = json.dumps(pair.check())
    ids = [str(row[0]) for row in pair.copy.execute("select id from identity.users")]
    assert not any(user_id in text for user_id in ids)


def test_what_is_unlogged_is_empty_after_a_restore_and_no_problem(pair: Pair) -> None:
    pair.live.execute(
        "insert into platform.rate_limits values (gen_random_uuid(), 'writes', 1, now() - interval '1 year')"
    )
    assert pair.check()["problems"] == []


def test_a_copy_of_many_is_gone_round_in_slices(pair: Pair) -> None:
    pair.copy.execute("update gamification.user_stats set current_level = 9 where total_xp > 0")
    done = pair.check(slice_=2)
    assert done["audited"] >= one(pair.copy, "select count(*) from identity.users")
    assert done["differences"] == LEARNERS
    assert done["problems"] == [f"The audit of the copy found differences: current_level {LEARNERS}."]


def test_time_up_leaves_learners_unaudited_and_is_no_problem(pair: Pair) -> None:
    done = pair.check(seconds=0.0)
    assert (done["audited"], done["problems"]) == (0, [])


def test_nothing_is_changed_on_either_side(pair: Pair) -> None:
    changed = "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables"
    before = [one(url, changed) for url in (pair.live, pair.copy)]
    pair.check()
    assert [one(url, changed) for url in (pair.live, pair.copy)] == before


def test_a_server_that_does_not_answer_is_an_error(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = iam_connection.url("scheduler")
    nowhere = "postgresql://scheduler@127.0.0.1:1/progressive_flow"
    monkeypatch.setattr(iam_connection, "url", lambda role, host=None: nowhere if host else usual)
    with pytest.raises(psycopg.OperationalError):
        pair.check()


def test_another_server_is_signed_in_to_by_iam_alone(fresh_database: dict[str, str]) -> None:
    with pytest.raises(MissingSettingError, match="DATABASE_IAM"), transactions.connect_to(HOST, "scheduler"):
        pass
