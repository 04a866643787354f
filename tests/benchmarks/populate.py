"""Makes learners and leaderboard scores by the hundred thousand: set-based, as superuser, past triggers and foreign keys."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import psycopg

TABLES = (
    "identity.users", "identity.members", "identity.public_profiles", "gamification.user_stats",
    "progress.user_challenge_progress", "gamification.leaderboard_scores",
)  # fmt: skip
# Exactly what the triggers make of a new user, plus the challenge opened.
LEARNERS = """
with made as materialized (
    select gen_random_uuid() as id, n from generate_series(%(first)s::bigint, %(last)s::bigint) as g (n)
),
users as (
    insert into identity.users (id, username, created_at, updated_at, last_active_at)
    select id, 'bench-' || n, now(), now(), now() - interval '1 hour' from made
),
members as (
    insert into identity.members (organization_id, user_id, created_at)
    select '00000000-0000-7000-8000-000000000001', id, now() from made
),
stats as (
    insert into gamification.user_stats (user_id, counted_edition, updated_at)
    select made.id, e.number, now() from made cross join gamification.metric_editions as e
),
profiles as (
    insert into identity.public_profiles (user_id, shown_name, last_active_at) select id, 'bench-' || n, now() from made
)
insert into progress.user_challenge_progress (user_id, challenge_id, unlock_date)
select made.id, c.id, now()
from made cross join curriculum.challenges as c
where
    c.slug = 'url-shortener'
    or not exists (select from curriculum.challenge_prerequisites as p where p.challenge_id = c.id)
"""
# XP in steps of five, log-normal: many have little, few have much. Sorted, so that the primary key is soon built.
DRAWN = """
create temporary table drawn as
select
    id, 5 * (1 + floor(exp(random_normal(4.5, 1.2)))::bigint) as xp, 1 + floor(60 * power(random(), 3))::bigint as challenges,
    1 + floor(365 * power(random(), 6))::bigint as streak
from identity.users
where username like 'bench-%'
order by id
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select
    'global', '00000000-0000-0000-0000-000000000000', %(metric)s, %(period)s, gamification.period_start(%(period)s, %(at)s), id,
    greatest(1, drawn.{metric} * %(share)s), %(at)s
from drawn
where %(share)s = 1 or random() < %(share)s
"""
# Of the learners of all time so many did something in the present period, and earned so much of what they have.
SHARES = {"daily": 0.1, "weekly": 0.3, "monthly": 0.6, "all_time": 1.0}
INDEXES = """
select
    i.indexrelid::regclass::text, c.conname,
    coalesce('alter table gamification.leaderboard_scores add constraint ' || c.conname || ' ' || pg_get_constraintdef(c.oid),
        pg_get_indexdef(i.indexrelid))
from pg_index as i left join pg_constraint as c on c.conindid = i.indexrelid and c.contype in ('p', 'u')
where i.indrelid = 'gamification.leaderboard_scores'::regclass
"""
METRICS = ("xp", "challenges", "streak")


def learners(connection: psycopg.Connection, many: int) -> None:
    """Make learners until there are so many."""
    row = connection.execute("select count(*) from identity.users where username like 'bench-%'").fetchone()
    there = row[0] if row else 0
    connection.execute("set session_replication_role = replica")
    connection.execute(LEARNERS, {"first": there + 1, "last": many})
    connection.execute("reset session_replication_role")


def lighten(connection: psycopg.Connection) -> None:
    """Keep the scores out of the write-ahead log, which a refresh does not read."""
    connection.execute("alter table gamification.leaderboard_scores set unlogged")


def scores(connection: psycopg.Connection, at: object, metrics: tuple[str, ...] = METRICS) -> None:
    """Put every learner made here on the leaderboards again; their ranks are deleted."""
    connection.execute(
        "truncate gamification.leaderboard_scores, gamification.leaderboard_ranks, gamification.leaderboards"
    )
    connection.execute("set session_replication_role = replica")
    connection.execute(DRAWN)
    with _without_indexes(connection):
        for metric, (period, share) in product(metrics, SHARES.items()):
            statement = SCORES.replace("{metric}", metric)
            connection.execute(statement.encode(), {"at": at, "metric": metric, "period": period, "share": share})
    connection.execute("drop table drawn")
    connection.execute("reset session_replication_role")


@contextmanager
def _without_indexes(connection: psycopg.Connection) -> Iterator[None]:
    """Drop the table's indexes and build them again afterwards: many times faster than keeping them."""
    found = connection.execute(INDEXES).fetchall()
    for index, constraint, _ in found:
        drop = (
            f"alter table gamification.leaderboard_scores drop constraint {constraint}"
            if constraint
            else f"drop index {index}"
        )
        connection.execute(drop.encode())
    yield
    connection.execute("set maintenance_work_mem = '512MB'")
    for _, _, definition in found:
        connection.execute(definition.encode())
    connection.execute("reset maintenance_work_mem")


def settle(connection: psycopg.Connection) -> None:
    """Let what was loaded look as if it had been there for long: statistics, visibility, a checkpoint."""
    connection.execute(f"vacuum (freeze, analyze) {', '.join(TABLES)}".encode())
    connection.execute("checkpoint")


def some(connection: psycopg.Connection, many: int) -> list[uuid.UUID]:
    """Return the ids of so many of the learners, in no order; none is given out twice in a run."""
    rows = connection.execute(
        "update identity.users set skill_level = 'intermediate' where id in ("
        " select id from identity.users where username like 'bench-%%' and skill_level = 'beginner' limit %s"
        ") returning id",
        [many],
    ).fetchall()
    return [row[0] for row in rows]
