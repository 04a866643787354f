"""What the documents' statements leave out has a default here: ids, times and counts.

A learner's rule is given the time all the same: no statement of ours leaves a time out of a row that it writes.
"""

import re
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import paths
from tests.support.scene import one

# The columns that the documents give a default, of their tables.
DEFAULTS = {
    "identity.users": "id skill_level onboarding_completed preferences created_at updated_at last_active_at",
    "gamification.user_stats": "total_xp current_level total_challenges_started total_challenges_completed"
    " total_levels_completed total_time_spent_minutes current_streak_days longest_streak_days updated_at",
    "curriculum.learning_tracks": "id prerequisites is_active metadata created_at",
    "curriculum.challenges": "id xp_base estimated_minutes prerequisites ddia_concepts tags metadata is_active created_at",
    "curriculum.challenge_levels": "id hints estimated_minutes",
    "progress.user_challenge_progress": "id status current_level levels_completed total_attempts"
    " total_time_spent_minutes xp_earned",
    "progress.level_attempts": "id xp_earned hints_used feedback created_at",
    "progress.user_track_progress": "id status progress_percentage challenges_completed",
    "progress.user_enrollments": "id enrolled_at",
    "progress.learning_sessions": "id start_time xp_earned completed metadata",
    "progress.hint_usage": "id xp_penalty used_at",
    "gamification.achievements": "id rarity xp_reward is_active",
    # not unlocked_at: a row may say how far a learner is who has not unlocked it
    "gamification.user_achievements": "id progress metadata",
    "gamification.skills": "id prerequisites max_level xp_per_level",
    "gamification.user_skills": "id current_level points_allocated",
    "gamification.xp_transactions": "id created_at",
    "gamification.daily_challenges": "id difficulty_modifier xp_multiplier special_requirements participants_count"
    " created_at",
    "gamification.daily_challenge_attempts": "id xp_earned completed_at",
    "gamification.leaderboard_snapshots": "id created_at",
    "assessment.assessment_results": "id track_recommendations challenge_recommendations strengths weaknesses completed_at",
    "social.notifications": "id is_read created_at",
}
# What the documents' tables have not, and a row of ours cannot be without.
STATEMENTS = {
    "users": "insert into users (email, username) values ('ada@example.com', 'ada')",
    "learning_tracks": "insert into learning_tracks (slug, title, difficulty_level, order_index, organization_id)"
    " values ('t', 'T', 'concepts', 99, identity.public_organization())",
    "achievements": "insert into achievements (slug, name, criteria, category, organization_id) values ('a', 'A',"
    """ '{"metric": "total_xp", "threshold": 5}', 'mastery', identity.public_organization())""",
    "skills": "insert into skills (slug, name, category) values ('s', 'S', 'storage')",
    "user_challenge_progress": "insert into user_challenge_progress (user_id, challenge_id)"
    " select u.id, c.id from documented as u cross join challenges as c where c.slug = 'url-shortener'",
    "user_track_progress": "insert into user_track_progress (user_id, track_id, total_challenges)"
    " select u.id, t.id, 3 from documented as u cross join learning_tracks as t where t.slug = 'systems'",
    "user_enrollments": "insert into user_enrollments (user_id, track_id)"
    " select u.id, t.id from documented as u cross join learning_tracks as t where t.slug = 'systems'",
    "user_achievements": "insert into user_achievements (user_id, achievement_id)"
    " select u.id, a.id from documented as u cross join achievements as a where a.slug = 'warm-start'",
    "user_skills": "insert into user_skills (user_id, skill_id)"
    " select u.id, s.id from documented as u cross join skills as s limit 1",
    "xp_transactions": "insert into xp_transactions (user_id, amount, source_type, source_id, description)"
    " select u.id, 5, 'correction', 'r', 'd' from documented as u",
    "daily_challenges": "insert into daily_challenges (challenge_id, date, level_number)"
    " select c.id, '2031-01-01', 1 from challenges as c limit 1",
    "learning_sessions": "insert into learning_sessions (user_id, session_type) select u.id, 'challenge' from documented as u",
    "hint_usage": "with opened as (insert into user_level_progress (user_id, challenge_id, level_number, opened_at)"
    " select u.id, p.challenge_id, 1, now() from documented as u"
    " inner join user_challenge_progress as p on p.user_id = u.id limit 1 returning *)"
    " insert into hint_usage (user_id, challenge_id, level_number, hint_number)"
    " select o.user_id, o.challenge_id, 1, 1 from opened as o",
    "notifications": "insert into notifications (user_id, type, source) select u.id, 'streak', 's' from documented as u",
}
CLOCKS = """
select a.attrelid::regclass::text as table, a.attname as name
from pg_attrdef as d inner join pg_attribute as a on a.attrelid = d.adrelid and a.attnum = d.adnum
inner join pg_class as c on c.oid = d.adrelid
where pg_get_expr(d.adbin, d.adrelid) = 'now()' and not c.relispartition
"""
INSERT = re.compile(r"insert into (\w+\.\w+)(?: as \w+)?\s*\(([^)]*)\)", re.IGNORECASE)


@pytest.fixture
def documents(superuser: psycopg.Connection) -> psycopg.Connection:
    """A session that finds the documents' tables by their bare names, and a user made by the documents' statement."""
    path = one(superuser, "select string_agg(quote_ident(name), ', ') from platform.domain_schemas")
    superuser.execute("select set_config('search_path', %s, true)", [path])
    superuser.execute("create temporary view documented as select id from users where username = 'documented'")
    superuser.execute("insert into users (email, username) values ('documented@example.com', 'documented')")
    return superuser


@pytest.mark.parametrize("table", DEFAULTS)
def test_what_the_documents_give_a_default_has_one(superuser: psycopg.Connection, table: str) -> None:
    without = superuser.execute(
        "select a.attname from pg_attribute as a where a.attrelid = %s::regclass and a.attname = any(%s) and not a.atthasdef",
        [table, DEFAULTS[table].split()],
    ).fetchall()
    assert without == []


@pytest.mark.parametrize("table", STATEMENTS)
def test_a_statement_that_leaves_them_out_gets_id_and_times(documents: psycopg.Connection, table: str) -> None:
    row: Any = documents.execute(f"{STATEMENTS[table]} returning to_jsonb({table})".encode()).fetchone()
    assert row
    assert row[0]["id"]
    now = one(documents, "select to_jsonb(now()) #>> '{}'")
    times = [column for name, column in documents.execute(CLOCKS.encode()).fetchall() if name == table]
    assert [row[0][column] for column in times] == [now] * len(times)


def test_a_user_of_such_a_statement_has_what_every_user_has(documents: psycopg.Connection) -> None:
    assert one(documents, "select count(*) from user_stats where user_id = (select id from documented)") == 1
    opened = "select count(*) from user_challenge_progress where user_id = (select id from documented)"
    assert one(documents, opened) > 0


def test_no_statement_of_ours_leaves_a_time_to_the_server(superuser: psycopg.Connection) -> None:
    """Such a row would know the server's time and not its request's."""
    given: dict[str, set[str]] = {}
    for table, column in superuser.execute(CLOCKS.encode()).fetchall():
        given.setdefault(table, set()).add(column)
    assert given.keys() <= DEFAULTS.keys() | {"curriculum.modules", "curriculum.lessons", "content.challenge_versions"}
    statements = [
        (table.lower(), {name.strip() for name in columns.split(",")}, file.name)
        for folder, suffix in (("sql/schemas", "sql"), ("layers/shared", "py"))
        for file in (paths.root() / folder).rglob(f"*.{suffix}")
        for table, columns in INSERT.findall(file.read_text())
    ]
    assert len([table for table, _, _ in statements if table in given]) > 15
    assert [(table, file) for table, columns, file in statements if given.get(table, set()) - columns] == []
