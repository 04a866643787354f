"""Fills the database with so many learners that plans matter, each with a row or a few of every kind."""

import psycopg

from tests.support.scene import NOON

PEOPLE = """
insert into identity.users (id, username, created_at, updated_at, last_active_at)
select md5('learner' || n)::uuid, 'learner' || n, %(at)s, %(at)s, %(at)s from generate_series(1, %(count)s) as n
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select
    'global', '00000000-0000-0000-0000-000000000000', 'xp', 'all_time', '1970-01-01', md5('learner' || n)::uuid, n %% 4000, %(at)s
from generate_series(1, %(count)s) as n
"""
ATTEMPTS = """
insert into progress.level_attempts (
    user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score, passed,
    catalogue_version, local_date, created_at
)
select
    md5('learner' || n)::uuid, v.challenge_id, v.id, 1, 1, '{}', '[]', 50, false, 1, '2026-05-06',
    %(at)s + n * interval '1 second'
from generate_series(1, %(count)s) as n
inner join content.challenge_versions as v on v.challenge_id = (select id from curriculum.challenges where slug = 'url-shortener')
"""


OPENED = """
insert into progress.user_level_progress (user_id, challenge_id, level_number, opened_at)
select user_id, challenge_id, 1, %(at)s from progress.user_challenge_progress
on conflict do nothing
"""
WITHOUT_TRIGGERS = (
    "set local session_replication_role = replica"  # or the ledger's would fill every leaderboard besides
)
WITH_TRIGGERS = "set local session_replication_role = origin"
# Others may live in the database, who have what is theirs.
CROWD = (
    "create temporary table people as select md5('learner' || n)::uuid as id from generate_series(1, %(count)s) as n"
)
# What everybody did besides: one row of each kind, and a few of those that pile up.
LIVES = """
insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)
select s.user_id, 10, 'correction', 'l' || n, 'Correction', %(at)s + n * interval '1 minute'
from gamification.leaderboard_scores as s cross join generate_series(1, 3) as n
where s.metric_type = 'xp' and s.period_type = 'all_time';
insert into social.notifications (user_id, type, source, params, created_at, read_at)
select u.id, 'streak', 'n' || n, '{"days": 3, "xp": 5}', %(at)s + n * interval '1 minute', case when n < 3 then %(at)s end
from people as u cross join generate_series(1, 3) as n;
insert into gamification.streak_days (user_id, local_date, kind, streak, freezes, created_at)
select u.id, date '2026-05-06' - n, 'active', 10 - n, 0, %(at)s from people as u cross join generate_series(0, 3) as n;
insert into gamification.user_achievements (user_id, achievement_id, unlocked_at, progress)
select u.id, a.id, %(at)s, 100 from people as u
cross join (select id from gamification.achievements order by slug limit 2) as a;
insert into gamification.user_skills (user_id, skill_id, points_allocated)
select u.id, s.id, 5 from people as u cross join (select id from gamification.skills order by slug limit 2) as s;
insert into gamification.daily_challenges (id, date, challenge_id, level_number, created_at)
select md5('day')::uuid, '2026-05-06', c.id, 1, %(at)s from curriculum.challenges as c where c.slug = 'url-shortener';
insert into gamification.daily_challenge_attempts (user_id, daily_challenge_id, score, completed_at)
select u.id, md5('day')::uuid, 50, %(at)s from people as u;
insert into gamification.leaderboards
(scope_type, scope_id, metric_type, period_type, period_date, participants, refreshed_at, closed_at)
select 'global', '00000000-0000-0000-0000-000000000000', 'xp', 'daily', date '2026-01-01' + n, 100, %(at)s, %(at)s
from generate_series(0, 99) as n
on conflict do nothing;
insert into gamification.leaderboard_snapshots
(scope_type, scope_id, metric_type, period_type, period_date, rank, user_id, metric_value, reached_at, created_at)
select
    b.scope_type, b.scope_id, b.metric_type, b.period_type, b.period_date, n, md5('learner' || n)::uuid, 500 - n, %(at)s, %(at)s
from gamification.leaderboards as b cross join generate_series(1, 100) as n where b.closed_at is not null;
insert into progress.user_track_progress (user_id, track_id, total_challenges, unlock_date, start_date)
select u.id, t.id, 20, %(at)s, %(at)s from people as u cross join curriculum.learning_tracks as t;
insert into progress.user_enrollments (user_id, track_id, enrolled_at)
select u.id, t.id, %(at)s from people as u cross join curriculum.learning_tracks as t where t.order_index = 1;
insert into progress.learning_sessions (user_id, session_type, start_time, last_seen_at, end_time)
select u.id, 'lesson', %(at)s, %(at)s, %(at)s from people as u cross join generate_series(1, 2) as n;
insert into progress.hint_usage (user_id, challenge_id, level_number, hint_number, xp_penalty, used_at)
select l.user_id, l.challenge_id, 1, 1, 3, %(at)s from progress.user_level_progress as l
on conflict do nothing;
with begun as (
    insert into assessment.assessments (user_id, assessment_type, created_at, expires_at)
    select u.id, 'initial', %(at)s, %(at)s from people as u returning id, user_id
)
insert into assessment.assessment_results
(user_id, assessment_id, assessment_type, questions, responses, score, skill_level_recommendation, completed_at)
select b.user_id, b.id, 'initial', '[]', '[]', 50, 'beginner', %(at)s from begun as b
"""


def gather(connection: psycopg.Connection, count: int) -> None:
    """Let so many learners live, in a superuser's session."""
    params = {"at": NOON, "count": count}
    for statement in (PEOPLE, SCORES, ATTEMPTS, OPENED, WITHOUT_TRIGGERS, CROWD, *LIVES.split(";\n"), WITH_TRIGGERS):
        connection.execute(statement.encode(), params)
