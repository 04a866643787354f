"""Gives a learner something in every table that knows learners, by the functions that fill them where there are any."""

import uuid
from datetime import datetime, timedelta
from uuid import UUID

import psycopg

from tests.support import made_rows, proofs
from tests.support.scene import NOON, act_as, one, open_challenge

# What only operations of many months would fill.
STORED = """
insert into gamification.xp_archived (user_id, month, amount, transactions) values (%(user)s, '2025-01-01', 5, 1);
insert into progress.attempts_archived (user_id, challenge_id, month, attempts) values (%(user)s, %(challenge)s, '2025-01-01', 1);
insert into platform.idempotency_keys values (%(user)s, 'k', '', 201, '{}', '', %(at)s);
insert into gamification.leaderboard_snapshots
(scope_type, scope_id, metric_type, period_type, period_date, rank, user_id, metric_value, reached_at, created_at)
values ('global', %(nil)s, 'xp', 'daily', '2025-01-01', 1, %(user)s, 5, %(at)s, %(at)s);
insert into analytics.user_events (user_id, session_id, kind, detail, client_at, local_date, created_at)
values (%(user)s, %(nil)s, 'page_view', '{}', %(at)s, '2025-01-01', %(at)s);
insert into content.uploads
(user_id, purpose, file_name, media_type, bytes, sha256, stored_bytes, state, expires_at, created_at, finished_at)
values (%(user)s, 'submission', 'a.txt', 'text/plain', 1, sha256(''), 1, 'clean', %(later)s, %(at)s, %(at)s);
"""


# One case about the user's own work, and one that they opened.
REPORTED = """
with own as (
    insert into social.moderation_cases
    (organization_id, kind, subject_id, author_id, copy, state, decision, reason, decided_at, created_at)
    values (
        identity.public_organization(), 'upload', uuidv7(), %(user)s, '{"file_name": "a"}',
        'decided', 'warn', 'Why', %(at)s, %(at)s
    )
),
opened as (
    insert into social.moderation_cases (organization_id, kind, subject_id, copy, reports, created_at)
    values (identity.public_organization(), 'upload', uuidv7(), '{}', 1, %(at)s) returning id
)
insert into social.moderation_reports (case_id, user_id, reason, created_at)
select opened.id, %(user)s, 'spam', %(at)s from opened returning case_id
"""
CACHING = '[{"kind": "category", "name": "caching", "correct": 0, "asked": 2}]'


# Public content has no page, and a learner has read one.
PAGE = """
insert into curriculum.pages
(organization_id, slug, title, body, track_id, lesson_id, order_in_track, estimated_minutes, version, created_at, updated_at)
select c.organization_id, 'made-page', 'Page', 'Text', c.track_id, c.lesson_id, 1, 1, 1, %s, %s
from curriculum.challenges as c where c.ref = 'static-website'
on conflict (organization_id, slug) do nothing
"""


def give_everything(connection: psycopg.Connection, user: UUID, at: datetime = NOON) -> dict[str, UUID]:
    """Let a user do one of everything in a superuser's session; return the ids of what was made, by noun."""
    challenge = open_challenge(connection, user, "url-shortener", at - timedelta(hours=1))
    made = {
        "challenge": challenge,
        "session": one(connection, "select learning.start_session('challenge', 'url-shortener', '{}', %s)", at),
        "assessment": assess(connection, user, at),
    }
    connection.execute("select progress.reveal_hint(%s, 1, 1, %s)", [challenge, at])
    made["daily_challenge"] = take_the_day(connection, at + timedelta(minutes=5))
    connection.execute("select * from gamification.allocate_skill_points('durable-writes', 1, %s)", [at])
    connection.execute(
        "select * from identity.count_call(%s, '{writes}', '{10}', '{60}', null, null, %s)",
        [proofs.statement(user), at],
    )
    for statement in STORED.split(";\n"):
        if statement.strip():
            params = {
                "user": user,
                "challenge": challenge,
                "at": at,
                "later": at + timedelta(hours=1),
                "nil": uuid.UUID(int=0),
            }
            connection.execute(statement.encode(), params)
    connection.execute("select gamification.refresh_dashboard_slice(%s, %s)", [[user], at])
    made["task"] = one(
        connection,
        "insert into platform.tasks"
        " (kind, user_id, payload, state, run_after, due_at, nonce, result, created_at, finished_at)"
        " values ('test', %s, '{}', 'done', %s, %s, uuidv7(), '{}', %s, %s) returning id", user, at, at, at, at,
    )  # fmt: skip
    made["moderation_case"] = report_something(connection, user, at)
    made["notification"] = one(
        connection, "select id from social.notifications where user_id = %s order by id limit 1", user
    )
    connection.execute(PAGE.encode(), [at, at])
    made_rows.fill(connection, user, at)
    return made


def take_the_day(connection: psycopg.Connection, at: datetime) -> UUID:
    """Let the acting user pass the daily challenge; return the day's id."""
    connection.execute("select gamification.open_daily_challenges(%s)", [at])
    row = connection.execute(
        "select d.id, d.challenge_id, d.level_number, v.id from gamification.daily_challenges as d"
        " inner join content.challenge_versions as v on v.challenge_id = d.challenge_id and v.is_active"
        " where d.date = (%s at time zone 'UTC')::date",
        [at],
    ).fetchone()
    assert row
    day, challenge, level, version = row
    connection.execute(
        "select * from learning.submit_attempt(%s, %s, %s, '{}', '[]', 100::numeric, true, '{}', 1, %s, %s)",
        [challenge, level, version, at, day],
    )
    return UUID(str(day))


def report_something(connection: psycopg.Connection, user: UUID, at: datetime) -> UUID:
    """Give a user a case about their own work, and one that they opened; return the id of the second."""
    row = connection.execute(REPORTED.encode(), {"user": user, "at": at}).fetchone()
    assert row
    return UUID(str(row[0]))


def assess(connection: psycopg.Connection, user: UUID, at: datetime, weaknesses: str = CACHING) -> UUID:
    """Let a user take a periodic assessment; return its id."""
    act_as(connection, user)
    assessment: UUID = one(
        connection,
        "insert into assessment.assessments (user_id, assessment_type, created_at, expires_at)"
        " values (%s, 'periodic', %s, %s) returning id", user, at, at + timedelta(hours=2),
    )  # fmt: skip
    connection.execute(
        "select assessment.record_assessment(%s, '[]', '[]', 50::numeric, 'intermediate', '[]', '[]', '[]', %s, %s)",
        [assessment, weaknesses, at],
    )
    return assessment
