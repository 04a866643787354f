"""Makes learners with a past: levels passed, days, attempts, a ledger and leaderboards that agree; set-based, past triggers."""

import uuid
from dataclasses import dataclass

import psycopg

# Ids before everybody else's, so that a sweep, which goes by id, takes them first.
LEARNERS = """
insert into identity.users (id, username, skill_level, onboarding_completed, created_at, updated_at, last_active_at)
select
    ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'veteran-' || n, 'intermediate', true,
    now() - interval '450 days', now() - interval '450 days', now()
from generate_series(%(first)s::bigint, %(last)s::bigint) as n
"""
# Levels in the order of tracks, the newest passed last: one a day, several a day if there are more levels than days.
TASKS = """
create temporary table tasks as
select
    place.n, place.challenge_id, place.level_number, place.xp_reward, place.xp_base, place.level_count, place.version_id,
    now() - (%(levels)s - place.n) * %(days)s::numeric / %(levels)s * interval '1 day' - interval '1 day' as at
from (
    select
        row_number() over (order by t.order_index, c.order_in_track, c.slug, l.level_number)::integer as n,
        c.id as challenge_id, l.level_number, l.xp_reward, c.xp_base, c.level_count, v.id as version_id
    from curriculum.challenges as c
    inner join curriculum.learning_tracks as t on t.id = c.track_id
    inner join curriculum.challenge_levels as l on l.challenge_id = c.id
    inner join content.challenge_versions as v on v.challenge_id = c.id and v.is_active
    where c.is_active and c.is_published and c.deleted_at is null
) as place
where place.n <= %(levels)s
"""
PAST = """
create temporary table chosen as
select id from identity.users where username like 'veteran-%%' and id between %(from)s and %(to)s;

delete from progress.user_challenge_progress where user_id in (select id from chosen);

insert into progress.user_challenge_progress (
    user_id, challenge_id, status, current_level, levels_completed, unlock_date, start_date, completion_date, total_attempts,
    total_time_spent_minutes, best_score, xp_earned, xp_organization_id
)
select
    chosen.id, t.challenge_id, case when count(*) = t.level_count then 'completed' else 'in_progress' end, count(*),
    array_agg(t.level_number::integer order by t.level_number), min(t.at) - interval '1 day', min(t.at),
    case when count(*) = t.level_count then max(t.at) end, 2 * count(*), 14 * count(*), 95,
    sum(t.xp_reward) + case when count(*) = t.level_count then t.xp_base else 0 end,
    case when count(*) = t.level_count then identity.public_organization() end
from chosen cross join tasks as t
group by chosen.id, t.challenge_id, t.level_count, t.xp_base
order by chosen.id;

insert into progress.user_level_progress (
    user_id, challenge_id, level_number, attempts, hints_used, best_score, opened_at, last_attempt_at, passed_at,
    time_spent_minutes, passed_attempt, passed_minutes, passed_hints, passed_local_date
)
select
    chosen.id, t.challenge_id, t.level_number, 2, t.n %% 4 / 3, 80 + t.n %% 21, t.at - interval '20 minutes', t.at, t.at,
    14, 1 + t.n %% 2, 3 + t.n %% 20, t.n %% 4 / 3, (t.at at time zone 'UTC')::date
from chosen cross join tasks as t
order by chosen.id, t.n;

insert into progress.hint_usage (user_id, challenge_id, level_number, hint_number, xp_penalty, used_at)
select chosen.id, t.challenge_id, t.level_number, 1, 3, t.at from chosen cross join tasks as t where t.n %% 4 = 3;

insert into progress.level_attempts (
    user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score, passed,
    catalogue_version, local_date, created_at
)
select
    chosen.id, t.challenge_id, t.version_id, t.level_number, try.number, '{}', '[]', 40 * try.number, try.number = 2,
    1, (t.at at time zone 'UTC')::date, t.at - (2 - try.number) * interval '10 minutes'
from chosen cross join tasks as t cross join (values (1), (2)) as try (number)
order by t.at;

insert into gamification.streak_days (user_id, local_date, kind, streak, freezes, created_at)
select
    chosen.id, (now() at time zone 'UTC')::date - back.days, 'active', %(days)s - back.days + 1,
    least(2, (%(days)s - back.days + 1) / 7), now() - back.days * interval '1 day'
from chosen cross join generate_series(1, %(days)s) as back (days);

insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)
select chosen.id, t.xp_reward, 'level', t.challenge_id || '/' || t.level_number, 'Level passed', t.at
from chosen cross join tasks as t
union all
select chosen.id, t.xp_base, 'challenge', t.challenge_id::text, 'Completed', t.at
from chosen cross join tasks as t where t.level_number = t.level_count;

insert into gamification.xp_awards (user_id, source_type, source_id, created_at)
select t.user_id, t.source_type, t.source_id, t.created_at
from gamification.xp_transactions as t where t.user_id in (select id from chosen)
order by t.user_id;

insert into progress.user_track_progress
(user_id, track_id, status, challenges_completed, total_challenges, unlock_date, start_date)
select chosen.id, t.id, 'in_progress', counted.completed, counted.total, now(), now()
from chosen cross join curriculum.learning_tracks as t cross join lateral progress.count_track(chosen.id, t.id) as counted;

insert into gamification.daily_challenge_attempts (user_id, daily_challenge_id, score, passed, completed_at)
select chosen.id, d.id, 90, true, d.created_at
from chosen cross join gamification.daily_challenges as d
where d.date < current_date
on conflict do nothing;

update gamification.user_stats as s set
    total_xp = sums.xp, current_level = gamification.calculate_level_from_xp(sums.xp), total_challenges_started = sums.started,
    total_challenges_completed = sums.completed, total_levels_completed = %(levels)s, total_time_spent_minutes = 14 * %(levels)s,
    current_streak_days = %(days)s, longest_streak_days = %(days)s, last_activity_date = (now() at time zone 'UTC')::date - 1,
    updated_at = now() - interval '1 day'
from (
    select p.user_id, sum(p.xp_earned) as xp, count(*) as started, count(*) filter (where p.status = 'completed') as completed
    from progress.user_challenge_progress as p where p.user_id in (select id from chosen) group by p.user_id
) as sums
where s.user_id = sums.user_id;

insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select 'global', '00000000-0000-0000-0000-000000000000', 'xp', 'all_time', '1970-01-01', s.user_id, s.total_xp, now()
from gamification.user_stats as s where s.user_id in (select id from chosen)
"""
TABLES = """
identity.users, gamification.user_stats, progress.user_challenge_progress, progress.user_level_progress, progress.level_attempts,
gamification.streak_days, gamification.xp_transactions, gamification.xp_awards, progress.user_track_progress,
gamification.leaderboard_scores, gamification.user_achievements, progress.hint_usage, gamification.metric_counters
"""
LEVELS, DAYS = 305, 400


@dataclass(frozen=True, slots=True)
class Past:
    """How many levels a learner passed, and on how many days in a row they were active until yesterday."""

    levels: int = LEVELS
    days: int = DAYS


def make(connection: psycopg.Connection, first: int, many: int, past: Past) -> list[uuid.UUID]:
    """Make so many learners with such a past, the first of that number; return their ids, in order."""
    last = first + many - 1
    connection.execute(LEARNERS, {"first": first, "last": last})
    ids = [uuid.UUID(f"00000000-0000-4000-8000-{number:012x}") for number in range(first, last + 1)]
    params = {"levels": past.levels, "days": past.days, "from": ids[0], "to": ids[-1]}
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")
        connection.execute(TASKS, params)
        for statement in PAST.split(";\n"):
            connection.execute(statement.encode(), params)
        connection.execute("drop table tasks, chosen")
    return ids


def settle(connection: psycopg.Connection) -> None:
    """Let what was made look as if it had been there for long."""
    connection.execute(f"vacuum (freeze, analyze) {TABLES}".encode())
    connection.execute("checkpoint")
