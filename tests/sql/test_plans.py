"""The hot queries use their indexes, row-level security and all: EXPLAIN on tables large enough to matter."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.curriculum import repository as curriculum
from progressive_flow.discovery import repository as discovery
from progressive_flow.gamification import daily_repository as daily
from progressive_flow.gamification import overview_repository as overview
from progressive_flow.gamification import repository as boards
from progressive_flow.identity import repository as identity
from progressive_flow.progress import hints_repository as hints
from progressive_flow.progress import overview_repository as overviews
from progressive_flow.progress import repository as progress
from progressive_flow.progress import sessions_repository as sessions
from progressive_flow.social import repository as social
from tests.support.scene import NOON, act_as

LEARNERS = 10_000
# Tables that grow with the learners: reading one of them whole is never right for a request.
LARGE = {
    "users",
    "members",
    "public_profiles",
    "user_stats",
    "leaderboard_scores",
    "leaderboard_ranks",
    "user_challenge_progress",
    "user_level_progress",
    "level_attempts_default",
    "xp_transactions_default",
    "xp_awards",
    "user_track_progress",
    "user_enrollments",
    "learning_sessions",
    "hint_usage",
    "streak_days",
    "user_achievements",
    "user_skills",
    "daily_challenge_attempts",
    "user_dashboard_summary",
    "leaderboard_snapshots",
    "assessments",
    "assessment_results",
    "notifications",
    "outbox",
}

PEOPLE = """
insert into identity.users (id, username, created_at, updated_at, last_active_at)
select md5('learner' || n)::uuid, 'learner' || n, %(at)s, %(at)s, %(at)s from generate_series(1, %(count)s) as n
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, updated_at)
select 'global', '00000000-0000-0000-0000-000000000000', 'xp', 'all_time', '1970-01-01', md5('learner' || n)::uuid, n %% 4000, %(at)s
from generate_series(1, %(count)s) as n
"""
ATTEMPTS = """
insert into progress.level_attempts (
    user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score, passed,
    catalogue_version, local_date, created_at
)
select md5('learner' || n)::uuid, v.challenge_id, v.id, 1, 1, '{}', '[]', 50, false, 1, '2026-05-06', %(at)s + n * interval '1 second'
from generate_series(1, %(count)s) as n
inner join content.challenge_versions as v on v.challenge_id = (select id from curriculum.challenges where slug = 'url-shortener')
"""


OPENED = """
insert into progress.user_level_progress (user_id, challenge_id, level_number, opened_at)
select user_id, challenge_id, 1, %(at)s from progress.user_challenge_progress
on conflict do nothing
"""
WITHOUT_TRIGGERS = "set local session_replication_role = replica"  # or the ledger's would fill every board besides
WITH_TRIGGERS = "set local session_replication_role = origin"
# What everybody did besides: one row of each kind, and a few of those that pile up.
LIVES = """
insert into gamification.xp_transactions (user_id, amount, source_type, source_id, description, created_at)
select s.user_id, 10, 'level', 'l' || n, 'Level', %(at)s + n * interval '1 minute'
from gamification.leaderboard_scores as s cross join generate_series(1, 3) as n where s.metric_type = 'xp' and s.period_type = 'all_time';
insert into social.notifications (user_id, type, source, title, created_at, read_at)
select u.id, 'streak', 'n' || n, 'Streak', %(at)s + n * interval '1 minute', case when n < 3 then %(at)s end
from identity.users as u cross join generate_series(1, 3) as n;
insert into gamification.streak_days (user_id, local_date, kind, streak, freezes, created_at)
select u.id, date '2026-05-06' - n, 'active', 10 - n, 0, %(at)s from identity.users as u cross join generate_series(0, 3) as n;
insert into gamification.user_achievements (user_id, achievement_id, unlocked_at, progress)
select u.id, a.id, %(at)s, 100 from identity.users as u cross join (select id from gamification.achievements order by slug limit 2) as a;
insert into gamification.user_skills (user_id, skill_id, points_allocated)
select u.id, s.id, 5 from identity.users as u cross join (select id from gamification.skills order by slug limit 2) as s;
insert into gamification.daily_challenges (id, date, challenge_id, level_number, created_at)
select md5('day')::uuid, '2026-05-06', c.id, 1, %(at)s from curriculum.challenges as c where c.slug = 'url-shortener';
insert into gamification.daily_challenge_attempts (user_id, daily_challenge_id, score, completed_at)
select u.id, md5('day')::uuid, 50, %(at)s from identity.users as u;
insert into gamification.leaderboard_boards (scope_type, scope_id, metric_type, period_type, period_date, participants, refreshed_at, closed_at)
select 'global', '00000000-0000-0000-0000-000000000000', 'xp', 'daily', date '2026-01-01' + n, 100, %(at)s, %(at)s
from generate_series(0, 99) as n;
insert into gamification.leaderboard_snapshots
(scope_type, scope_id, metric_type, period_type, period_date, rank, user_id, metric_value, created_at)
select b.scope_type, b.scope_id, b.metric_type, b.period_type, b.period_date, n, md5('learner' || n)::uuid, 500 - n, %(at)s
from gamification.leaderboard_boards as b cross join generate_series(1, 100) as n where b.closed_at is not null;
insert into progress.user_track_progress (user_id, track_id, total_challenges, unlock_date, start_date)
select u.id, t.id, 20, %(at)s, %(at)s from identity.users as u cross join curriculum.learning_tracks as t;
insert into progress.user_enrollments (user_id, track_id, enrolled_at)
select u.id, t.id, %(at)s from identity.users as u cross join curriculum.learning_tracks as t where t.order_index = 1;
insert into progress.learning_sessions (user_id, session_type, start_time, last_seen_at, end_time)
select u.id, 'lesson', %(at)s, %(at)s, %(at)s from identity.users as u cross join generate_series(1, 2) as n;
insert into progress.hint_usage (user_id, challenge_id, level_number, hint_number, xp_penalty, used_at)
select l.user_id, l.challenge_id, 1, 1, 3, %(at)s from progress.user_level_progress as l;
with begun as (
    insert into assessment.assessments (user_id, assessment_type, created_at, expires_at)
    select u.id, 'initial', %(at)s, %(at)s from identity.users as u returning id, user_id
)
insert into assessment.assessment_results (user_id, assessment_id, assessment_type, questions, responses, score, skill_level_recommendation, completed_at)
select b.user_id, b.id, 'initial', '[]', '[]', 50, 'beginner', %(at)s from begun as b
"""


@pytest.fixture(scope="module")
def crowd(admin_url: str, database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """A session among ten thousand learners; rolled back."""
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    with psycopg.connect(url) as connection:
        params = {"at": NOON, "count": LEARNERS}
        for statement in (PEOPLE, SCORES, ATTEMPTS, OPENED, WITHOUT_TRIGGERS, *LIVES.split(";\n"), WITH_TRIGGERS):
            connection.execute(statement.encode(), params)
        connection.execute("select gamification.refresh_all_leaderboards(%s)", [NOON])
        connection.execute("analyze")
        connection.execute("set local role application")
        yield connection
        connection.rollback()


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every scan of a plan: how, of what."""
    if "Relation Name" in plan:
        yield plan["Node Type"], plan["Relation Name"]
    for child in plan.get("Plans", []):
        yield from scans(child)


PAGE = {"before": NOON, "before_id": uuid4(), "limit": 26}
DAY = {"date": NOON.date(), "score": 101, "completed_at": NOON, "after": uuid4(), "limit": 26}
BOARD = {"metric": "xp", "period": "all_time", "at": NOON}
HOT: dict[str, tuple[str, dict[str, Any]]] = {
    "own account": (identity.ME, {"at": NOON}),
    "tracks": (curriculum.TRACKS, {}),
    "challenge": (curriculum.CHALLENGE, {"slug": "url-shortener"}),
    "level": (curriculum.LEVEL, {"slug": "url-shortener", "level": 1}),
    "level to grade": (curriculum.LEVEL_TO_GRADE, {"slug": "url-shortener", "level": 2}),
    "attempts at a level": (
        progress.ATTEMPTS,
        {"slug": "url-shortener", "level": 1, "before": NOON, "before_id": uuid4(), "limit": 26},
    ),
    "one attempt": (progress.ATTEMPT, {"id": uuid4()}),
    "board": (
        boards.scoped(boards.TOP, "global"),
        {**BOARD, "value": 2**63 - 1, "after": UUID(int=2**128 - 1), "limit": 26},
    ),
    "board, a later page": (
        boards.scoped(boards.TOP, "global"),
        {**BOARD, "value": 2000, "after": UUID(int=2**127), "limit": 26},
    ),
    "board of a challenge": (
        boards.scoped(boards.TOP, "challenge"),
        {**BOARD, "scope": "url-shortener", "value": 2000, "after": UUID(int=2**127), "limit": 26},
    ),
    "own standing": (boards.scoped(boards.AROUND, "global"), {**BOARD, "neighbours": 2}),
    "board state": (boards.scoped(boards.STATE, "global"), BOARD),
    "board of an organization": (
        boards.scoped(boards.TOP, "organization"),
        {**BOARD, "scope": "acme", "value": 2000, "after": UUID(int=2**127), "limit": 26},
    ),
    "snapshots": (
        boards.scoped(boards.SNAPSHOTS, "global"),
        {"metric": "xp", "period": "daily", "before": date.max, "top": 3, "limit": 26},
    ),
    "dashboard": (overview.DASHBOARD, {"at": NOON}),
    "stats": (overview.STATS, {"at": NOON}),
    "streak": (overview.STREAK, {"at": NOON}),
    "calendar": (overview.CALENDAR, {"days": 35}),
    "own ledger": (overview.LEDGER, PAGE),
    "own ledger, a later page": (overview.LEDGER, {**PAGE, "before": None, "before_id": None}),
    "own achievements": (overview.ACHIEVEMENTS, {"category": None, "unlocked": None}),
    "the day": (daily.TODAY, {"at": NOON}),
    "the day to grade": (daily.TO_GRADE, {"at": NOON}),
    "past days": (daily.PAST, {"before": date(2026, 5, 7), "limit": 26}),
    "daily board": (daily.STANDINGS, DAY),
    "notifications": (social.LIST, PAGE),
    "notifications not read": (social.LIST_UNREAD, PAGE),
    "how many are not read": (social.UNREAD.replace("%s", "%(me)s"), {}),
    "up to a notification": (social.MARK, {"at": NOON, "id": uuid4()}),
    "one notification": (social.CHANGE, {"at": NOON, "id": uuid4(), "is_read": True}),
    "own progress": (
        overviews.CHALLENGES,
        {"status": None, "track": None, "after_track": 0, "after_challenge": 0, "limit": 26},
    ),
    "own tracks": (overviews.TRACKS, {}),
    "activity": (overviews.ACTIVITY, PAGE),
    "prerequisites": (overviews.PREREQUISITES, {"slug": "url-shortener"}),
    "hints": (hints.HINTS, {"slug": "url-shortener", "level": 1}),
    "sessions": (sessions.SESSIONS, PAGE),
    "recommendations": (discovery.CANDIDATES, {}),
    "rank": ("select gamification.get_user_rank(%(me)s, 'all_time', 'xp')", {}),
}


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_reads_no_large_table_whole(crowd: psycopg.Connection, name: str) -> None:
    query, params = HOT[name]
    me = crowd.execute("select md5('learner777')::uuid").fetchone()
    assert me
    act_as(crowd, me[0])
    row = crowd.execute(f"explain (format json) {query}".encode(), {**params, "me": me[0]}).fetchone()
    assert row
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    whole = [relation for how, relation in scans(plan[0]["Plan"]) if how == "Seq Scan" and relation in LARGE]
    assert whole == []


@pytest.mark.parametrize("name", HOT)
def test_nor_does_a_function_that_it_calls(crowd: psycopg.Connection, name: str) -> None:
    """A plan does not show what happens inside a function; the transaction's own statistics do."""
    query, params = HOT[name]
    row = crowd.execute("select md5('learner778')::uuid").fetchone()
    assert row
    act_as(crowd, row[0])
    before = whole_reads(crowd)
    crowd.execute(query.encode(), {**params, "me": row[0]}).fetchall()
    assert {table: number for table, number in whole_reads(crowd).items() if number != before[table]} == {}


def whole_reads(connection: psycopg.Connection) -> dict[str, int]:
    """Return how often the transaction has read each large table whole."""
    query = "select relname, seq_scan from pg_stat_xact_user_tables where relname = any(%s)"
    return dict(connection.execute(query, [sorted(LARGE)]).fetchall())


def test_the_statistics_would_tell_of_a_whole_read(crowd: psycopg.Connection) -> None:
    before = whole_reads(crowd)
    crowd.execute("select count(*) from gamification.leaderboard_scores where updated_at > now()")
    assert whole_reads(crowd)["leaderboard_scores"] == before["leaderboard_scores"] + 1


def test_the_check_would_see_a_whole_read(crowd: psycopg.Connection) -> None:
    row = crowd.execute(
        "explain (format json) select count(*) from gamification.leaderboard_scores where updated_at > now()"
    ).fetchone()
    assert row
    assert ("Seq Scan", "leaderboard_scores") in list(scans(row[0][0]["Plan"]))
