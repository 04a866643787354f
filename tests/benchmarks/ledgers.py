"""Makes a quarter of a busy platform's life: ledger, calendar, completions, leaderboards that agree; set-based, past triggers."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

import psycopg

DAYS = 92
EVERY = 18  # each learner is active on one day in so many, with two awards
PEOPLE = """
create temporary table people as
select row_number() over ()::integer as n, few.id
from (select id from identity.users where username like 'bench-%%' limit %s) as few
"""
DAY = """
insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)
select
    p.id, 5 * (1 + floor(exp(random_normal(1.5, 1)))::integer), 'level', 'benchmark', 'A level passed',
    %(day)s + random() * interval '1 day'
from people as p cross join generate_series(1, 2)
where (p.n * 7 + %(number)s) %% %(every)s = 0
"""
CALENDAR = """
insert into gamification.streak_days (user_id, local_date, kind, streak, freezes, created_at)
select p.id, (%(day)s at time zone 'UTC')::date, 'active', 1 + p.n %% 30, 0, %(day)s + random() * interval '1 day'
from people as p
where (p.n * 7 + %(number)s) %% %(every)s = 0
on conflict do nothing
"""
COMPLETIONS = """
insert into progress.user_challenge_progress
(user_id, challenge_id, status, current_level, unlock_date, start_date, completion_date, xp_organization_id)
select p.id, c.id, 'completed', 5, moment.at, moment.at, moment.at, identity.public_organization()
from people as p
inner join curriculum.challenges as c on c.slug = %(challenge)s
cross join lateral (values (%(day)s + (p.n * 7 %% %(days)s) * interval '1 day' + interval '1 hour')) as moment (at)
on conflict do nothing
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select 'global', '00000000-0000-0000-0000-000000000000', %(metric)s, %(period)s, %(date)s, t.user_id, t.metric_value, t.reached_at
from gamification.recomputed_scores(%(metric)s, %(period)s, %(date)s) as t
order by t.user_id
"""
WRONG = """
update gamification.leaderboard_scores as s set metric_value = s.metric_value + 5
from (
    select b.user_id, b.metric_type, b.period_type, b.period_date from gamification.leaderboard_scores as b
    where b.metric_type = %s and b.period_type = %s and b.period_date = %s
    limit 1000
) as few
where
    s.user_id = few.user_id and s.metric_type = few.metric_type and s.period_type = few.period_type
    and s.period_date = few.period_date
"""
LeaderboardKey = tuple[str, str, date]  # metric, period, its first day


def make(connection: psycopg.Connection, many: int, until: datetime) -> Iterator[None]:
    """Let so many of the learners that are there live through the days before an instant; yields after each."""
    first = datetime.combine(until.date(), time(), UTC) - timedelta(days=DAYS)
    for month in range(5):
        connection.execute("select platform.ensure_partitions(0, %s)", [first + timedelta(days=31 * month)])
    connection.execute("set session_replication_role = replica")
    connection.execute(PEOPLE, [many])
    connection.execute("drop index gamification.xp_transactions_user_idx")  # closing does not read it
    connection.execute(COMPLETIONS, {"day": first, "days": DAYS, "challenge": "pastebin"})
    for number in range(DAYS):
        params = {"day": first + timedelta(days=number), "number": number, "every": EVERY}
        connection.execute(DAY, params)
        connection.execute(CALENDAR, params)
        yield
    connection.execute("reset session_replication_role")


def settle(connection: psycopg.Connection, leaderboards: Sequence[LeaderboardKey]) -> None:
    """Put learners on the leaderboards as their awards would have, with ranks as of the last minute."""
    connection.execute(
        "vacuum (analyze) gamification.xp_transactions, gamification.streak_days, progress.user_challenge_progress"
    )
    connection.execute("set session_replication_role = replica")
    connection.execute(
        "truncate gamification.leaderboard_scores, gamification.leaderboard_ranks, gamification.leaderboards"
    )
    for metric, period, day in leaderboards:
        connection.execute(SCORES, {"metric": metric, "period": period, "date": day})
    connection.execute("reset session_replication_role")
    connection.execute("vacuum (analyze) gamification.leaderboard_scores")
    for metric, period, day in leaderboards:
        connection.execute("select gamification.update_leaderboard_rankings(%s, %s, %s)", [period, day, metric])
    connection.execute("checkpoint")


def spoil(connection: psycopg.Connection, leaderboard: LeaderboardKey) -> int:
    """Make up to a thousand scores of a leaderboard wrong; return how many."""
    return connection.execute(WRONG, leaderboard).rowcount
