"""What SQL as the application role can see and change: its own learner's rows, and nothing by accident."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psycopg
import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support import cluster, proofs
from tests.support.everything import give_everything
from tests.support.learning import beyond_policies
from tests.support.scene import act_as, make_user, one
from tests.support.tenants import join, make_tenant

# Leaderboards show others by their number: test_tenant_rows has who reads which.
OWN = """
select c.oid::regclass::text, a.attname
from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and not c.relispartition and c.relrowsecurity
and (a.attname = 'user_id' or (c.oid = 'identity.users'::regclass and a.attname = 'id'))
and has_table_privilege('application', c.oid, 'select') and c.oid not in (
    'gamification.leaderboard_scores'::regclass, 'gamification.leaderboard_snapshots'::regclass
)
order by 1
"""


class World(NamedTuple):
    """A database, and two learners, each with something in every table that has rows of learners."""

    urls: dict[str, str]
    mine: uuid.UUID
    theirs: uuid.UUID


@pytest.fixture(scope="module")
def world(admin_url: str) -> Iterator[World]:
    """The database of all tests here: none of them commits."""
    urls = cluster.clone(admin_url)
    with beyond_policies(urls, admin_url) as connection, connection.transaction():
        users = make_user(connection), make_user(connection)
        for user in users:
            give_everything(connection, user)
    yield World(urls, *users)
    cluster.drop(admin_url, urls)


@contextmanager
def connect(world: World, user: uuid.UUID | None = None, role: str = "application") -> Iterator[psycopg.Connection]:
    """Connect as a role, for one learner, in a transaction that is rolled back."""
    with psycopg.connect(world.urls[role]) as connection:
        if user:
            act_as(connection, user)
        yield connection
        connection.rollback()


def test_a_learner_sees_own_rows_in_every_table_and_no_others(world: World) -> None:
    _, mine, theirs = world
    with connect(world, mine) as connection:
        tables = connection.execute(OWN.encode()).fetchall()
        assert len(tables) >= 20
        for table, column in tables:
            found = connection.execute(f"select distinct {column} from {table}".encode()).fetchall()
            assert found == [(mine,)], table
            assert theirs not in {row[0] for row in found}


def test_each_of_the_two_has_something_in_every_table_that_knows_learners(world: World, admin_url: str) -> None:
    """Else the test above would pass where a policy is missing."""
    with beyond_policies(world.urls, admin_url) as connection:
        columns = connection.execute("select relation, attribute from identity.personal_data").fetchall()
        for relation, attribute in columns:
            if attribute in {"user_id", "id"}:
                found = connection.execute(f"select distinct {attribute} from {relation}".encode()).fetchall()
                assert {world.mine, world.theirs} <= {row[0] for row in found}, relation


def test_without_a_learner_there_are_no_rows(world: World) -> None:
    with connect(world) as connection:
        for table, _ in connection.execute(OWN.encode()).fetchall():
            assert one(connection, f"select count(*) from {table}") == 0, table
        connection.execute("select set_config('app.caller', '', true)")
        assert one(connection, "select count(*) from identity.users") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update identity.users set username = 'stolen' where id = %s",
        "delete from identity.users where id = %s",
        "update gamification.user_stats set total_xp = 1000000 where user_id = %s",
        "insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at) values (%s, 5, 'correction', 'x', 'x', now())",
        "insert into gamification.leaderboard_scores (scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at) values ('global', '00000000-0000-0000-0000-000000000000', 'xp', 'daily', '2026-05-06', %s, 9, now())",
        "update progress.user_challenge_progress set status = 'completed' where user_id = %s",
        "insert into progress.user_challenge_progress (user_id, challenge_id) select %s, id from curriculum.challenges limit 1",
        "delete from progress.level_attempts where user_id = %s",
        "update identity.members set roles = '{org_admin}' where user_id = %s",
        "update gamification.streak_days set streak = 365 where user_id = %s",
        "update gamification.user_achievements set unlocked_at = now(), progress = 100 where user_id = %s",
        "update gamification.daily_challenge_attempts set score = 100 where user_id = %s",
        "delete from progress.hint_usage where user_id = %s",
        "update progress.learning_sessions set active_seconds = 600 where user_id = %s",
        "delete from progress.user_enrollments where user_id = %s",
        "update social.notifications set read_at = now() where user_id = %s",
        "update assessment.assessment_results set score = 100 where user_id = %s",
        "insert into platform.idempotency_keys values (%s, 'k2', '', 201, '{}', '', now())",
        "update platform.tasks set payload = '{}' where user_id = %s",
        """insert into platform.tasks (kind, user_id, payload, run_after, due_at, nonce, created_at)
        values ('test', %s, '{}', now(), now(), uuidv7(), now())""",
        "select * from platform.start_task(%s, uuidv7(), 60)",
        "select gamification.award_xp(%s, array[('correction', 'x', 5, 'x')::gamification.award])",
        "select progress.check_and_unlock_challenges(%s)",
        "select progress.grant_unlocks(%s, array(select id from curriculum.challenges), 'x')",
    ],
)
def test_another_learners_rows_cannot_be_changed(world: World, statement: str) -> None:
    _, mine, theirs = world
    with connect(world, mine) as connection:
        try:
            changed = connection.execute(statement.encode(), [theirs]).rowcount
        except psycopg.Error as error:
            changed = 0 if error.sqlstate in {"42501", "PF403"} else -1
        assert changed == 0


def test_own_points_cannot_be_written_either(world: World) -> None:
    mine = world.mine
    with connect(world, mine) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("update gamification.user_stats set total_xp = 1000000 where user_id = %s", [mine])


@pytest.mark.parametrize(
    "statement",
    [
        "update social.notifications set params = '{}' where user_id = %s",
        "update identity.users set skill_level = 'advanced' where id = %s",
    ],
)
def test_of_own_rows_only_the_granted_columns_can_be_changed(world: World, statement: str) -> None:
    mine = world.mine
    with connect(world, mine) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode(), [mine])


def test_the_learner_of_one_transaction_is_not_that_of_the_next(world: World) -> None:
    mine = world.mine
    with psycopg.connect(world.urls["application"], autocommit=True) as connection:
        with connection.transaction():
            act_as(connection, mine)
            assert one(connection, "select count(*) from identity.users") == 1
        assert one(connection, "select count(*) from identity.users") == 0


def test_the_caller_of_one_request_is_nobody_in_the_next(database: dict[str, str]) -> None:
    """The kernel's own transactions, on the connection that a function keeps; a public route has no caller."""
    named = "select concat_ws('/', identity.current_user_id(), identity.current_roles()::text)"
    caller = proofs.principal(uuid.uuid4(), [PLATFORM_ADMIN])
    with transactions.begin(caller) as db:
        assert db.fetch_value(str, named) == f"{caller.id}/{{{PLATFORM_ADMIN}}}"
    with transactions.begin() as db:
        assert db.fetch_value(str, named) == "{}"


def test_a_tenants_challenges_are_its_members_alone(superuser: psycopg.Connection) -> None:
    member, stranger = make_user(superuser), make_user(superuser)
    join(superuser, make_tenant(superuser).id, member)
    superuser.execute("set local role application")
    for user, visible in ((member, 1), (stranger, 0)):
        act_as(superuser, user)
        assert one(superuser, "select count(*) from curriculum.challenges where ref = 'acme:url-shortener'") == visible
        assert one(superuser, "select count(*) from curriculum.challenges where ref = 'url-shortener'") == 1
        assert one(superuser, "select count(*) from identity.organizations where slug = 'acme'") == visible


@pytest.mark.parametrize("role", [*LOGIN_ROLES, "definer"])
def test_no_role_of_ours_is_above_the_policies(superuser: psycopg.Connection, role: str) -> None:
    row = superuser.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin from pg_roles where rolname = %s",
        [role],
    )
    assert row.fetchone() == (False, False, False, False, role != "definer")


def test_reading_is_all_the_read_only_role_can_do(world: World) -> None:
    with connect(world, role="read_only") as connection:
        assert one(connection, "select count(*) from curriculum.challenges") > 50
        assert one(connection, "select count(id) from platform.outbox") > 0
        with pytest.raises(psycopg.Error):
            connection.execute("delete from gamification.leaderboard_scores")


# What learners show to everybody, and the number under which: leaderboards hold no address and no name of who hides.
SHOWN = {"gamification.leaderboard_scores", "gamification.leaderboard_snapshots", "identity.public_profiles"}


def test_the_read_only_role_reads_no_learners_rows(world: World) -> None:
    """No relation that it may select a person's column of, whatever the column is called."""
    with connect(world, role="read_only") as connection:
        readable = connection.execute(
            "select p.relation from identity.personal_data as p"
            " where has_column_privilege(p.relation::regclass, p.attribute, 'select') and p.action <> 'anonymize'"
        ).fetchall()
        assert {row[0] for row in readable} == SHOWN - {"gamification.leaderboard_snapshots"}
        for statement in (
            "select email from identity.users",
            "select user_id from platform.outbox",
            "select * from platform.audit_log",
            "select * from gamification.user_dashboard",
            "select * from social.recent_user_activity",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement.encode())


ADMINISTRATION = [
    "select gamification.correct_xp(%(user)s, 5, 'r', 'x', now())",
    "select progress.grant_unlocks(%(user)s, '{}', 'x')",
    "select analytics.completion_statistics()",
]


@pytest.mark.parametrize("roles", [None, "", "learner"], ids=["unset", "none", "learner"])
@pytest.mark.parametrize("statement", ADMINISTRATION, ids=["correct", "grant", "statistics"])
def test_who_is_no_administrator_administers_nothing(world: World, statement: str, roles: str | None) -> None:
    """A role that was never set is null, and `not null` would refuse nobody."""
    with connect(world, role="staff") as connection:
        if roles is not None:
            act_as(connection, uuid.uuid4(), roles)
        with pytest.raises(psycopg.Error) as refusal:
            connection.execute(statement.encode(), {"user": uuid.uuid4()})
        assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")


def test_roles_are_never_null(superuser: psycopg.Connection) -> None:
    """With null, `not 'platform_admin' = any(...)` would be null too, and an `if` would let everybody pass."""
    assert one(superuser, "select identity.current_roles()") == []
    act_as(superuser, uuid.uuid4())
    assert one(superuser, "select identity.current_roles()") == []
