"""Which columns of the documents' tables nobody wrote in sixty days."""

import psycopg

from tests.support.scene import one

TABLES = [
    "identity.users",
    "gamification.user_stats",
    "curriculum.learning_tracks",
    "curriculum.challenges",
    "curriculum.challenge_levels",
    "progress.user_challenge_progress",
    "progress.level_attempts",
    "progress.user_track_progress",
    "gamification.achievements",
    "gamification.user_achievements",
    "gamification.skills",
    "gamification.user_skills",
    "gamification.xp_transactions",
    "gamification.daily_challenges",
    "gamification.daily_challenge_attempts",
    "gamification.leaderboard_scores",
    "gamification.leaderboard_snapshots",
    "assessment.assessment_results",
    "progress.learning_sessions",
    "progress.hint_usage",
    "social.notifications",
    "gamification.user_dashboard_summary",
    "progress.user_level_progress",
]
WRITTEN = """
select a.attname, coalesce(pg_get_expr(d.adbin, d.adrelid), 'null') as default_value
from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
"""
# Who writes what the class does not: administrators and authors, the identity provider, or a deploy.
WRITTEN_ELSEWHERE = {
    "gamification.user_achievements": {"revoked_at", "former_unlocked_at", "revocations"},
    "identity.users": {"email", "avatar_url", "onboarding_completed", "preferences", "erased_at", "skill_level"},
    "curriculum.challenges": {
        "metadata",
        "is_active",
        "is_published",
        "deleted_at",
        "created_by",
        "kind",
        "version",
        "level_count",
    },
    "curriculum.learning_tracks": {"metadata", "is_active", "is_published"},
    "curriculum.challenge_levels": {"description", "solution_approach"},
    "gamification.achievements": {"is_active"},
    "gamification.skills": {"is_active"},
    "gamification.xp_transactions": {"organization_id"},
    "gamification.daily_challenges": {"xp_multiplier", "special_requirements"},
    "progress.learning_sessions": {"metadata"},
    "progress.level_attempts": {"feedback", "kind", "grader_version"},
    "progress.user_level_progress": {"tries_full_at"},
    "social.notifications": {"read_at", "is_read"},
    "assessment.assessment_results": {"track_recommendations", "challenge_recommendations"},
}


def check_every_column_is_written_by_somebody(school: psycopg.Connection) -> None:
    for table in TABLES:
        silent = set[str]()
        for name, default in school.execute(WRITTEN, [table]).fetchall():
            if not one(school, f"select exists (select from {table} where {name} is distinct from {default})"):
                silent.add(name)
        assert silent <= WRITTEN_ELSEWHERE.get(table, set()), table
