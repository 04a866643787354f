"""Every column of the documents' tables is there, by its name, or its replacement is named here."""

from pathlib import Path

import psycopg
import pytest

# Table by table, as the source documents list their columns (PF: Progressive Flow, CP: Coding Practice Platform).
DOCUMENTED = {
    "identity.users": "id email username display_name avatar_url skill_level onboarding_completed preferences created_at"
    " updated_at last_active_at",
    "gamification.user_stats": "user_id total_xp current_level total_challenges_started total_challenges_completed"
    " total_levels_completed total_time_spent_minutes current_streak_days longest_streak_days last_activity_date"
    " rank_percentile updated_at",
    "curriculum.learning_tracks": "id slug title description difficulty_level estimated_hours prerequisites order_index"
    " is_active metadata created_at is_published",
    "curriculum.modules": "id track_id title is_published",
    "curriculum.lessons": "id module_id title is_published",
    "curriculum.challenges": "id slug title description category track_id order_in_track difficulty_base xp_base"
    " estimated_minutes prerequisites ddia_concepts tags metadata is_active created_at lesson_id version is_published"
    " deleted_at",
    "curriculum.challenge_levels": "id challenge_id level_number level_name description requirements test_cases"
    " passing_criteria xp_reward hints solution_approach estimated_minutes",
    "content.challenge_versions": "id challenge_id version is_active",
    "progress.user_challenge_progress": "id user_id challenge_id status current_level levels_completed unlock_date"
    " start_date completion_date total_attempts total_time_spent_minutes best_score xp_earned",
    "progress.level_attempts": "id user_id challenge_id level_number attempt_number design_snapshot test_results score"
    " passed xp_earned hints_used time_spent_minutes feedback created_at",
    "gamification.xp_transactions": "id user_id amount source_type source_id description created_at",
    "gamification.leaderboard_entries": "id period_type period_date user_id metric_type metric_value rank created_at",
    "progress.user_track_progress": "id user_id track_id status progress_percentage challenges_completed total_challenges"
    " unlock_date start_date completion_date",
    "progress.user_enrollments": "id user_id track_id enrolled_at",
    "progress.learning_sessions": "id user_id session_type resource_id start_time end_time duration_minutes xp_earned"
    " completed metadata",
    "progress.hint_usage": "id user_id challenge_id level_number hint_number xp_penalty used_at",
    "gamification.achievements": "id slug name description icon_url category rarity xp_reward criteria is_active",
    "gamification.user_achievements": "id user_id achievement_id unlocked_at progress metadata",
    "gamification.skills": "id slug name description category parent_skill_id prerequisites max_level xp_per_level",
    "gamification.user_skills": "id user_id skill_id current_level points_allocated unlocked_at mastered_at",
    "gamification.daily_challenges": "id challenge_id date difficulty_modifier xp_multiplier special_requirements"
    " participants_count average_score created_at",
    "gamification.daily_challenge_attempts": "id user_id daily_challenge_id score xp_earned rank completed_at",
    "gamification.leaderboard_snapshots": "id period_type period_date user_id metric_type metric_value rank created_at",
    "assessment.assessment_results": "id user_id assessment_type questions responses score skill_level_recommendation"
    " track_recommendations challenge_recommendations strengths weaknesses completed_at",
    "social.notifications": "id user_id type params is_read created_at read_at",
    "gamification.user_dashboard": "id username display_name total_xp current_level current_streak_days rank_percentile"
    " achievements_count challenges_completed track_progress",
    "gamification.user_dashboard_summary": "user_id username display_name total_xp current_level current_streak_days"
    " rank_percentile achievements_count challenges_completed track_progress",
    "progress.challenge_prerequisites_status": "challenge_id challenge_slug user_id prerequisites prerequisite_status",
    "gamification.current_leaderboard": "id username display_name avatar_url total_xp current_level"
    " total_challenges_completed current_streak_days xp_rank challenge_rank streak_rank",
    "progress.challenge_progress_detail": "slug title category status current_level levels_completed levels",
    "social.recent_user_activity": "user_id occurred_at activity_type",
    "progress.track_completion_summary": "track_id slug title started completed",
    "platform.slow_queries": "query calls total_exec_time mean_exec_time",
    "platform.progressive_flow_migrations": "id filename executed_at",
    "platform.schema_migrations": "version applied_at",
}
# CP's user table keeps a password, ours never does: sign-in is the identity provider's.
ABSENT = {"identity.users": "password_hash"}
VIEWS = {
    "gamification.user_dashboard",
    "gamification.current_leaderboard",
    "gamification.leaderboard_entries",
    "progress.challenge_prerequisites_status",
    "progress.challenge_progress_detail",
    "social.recent_user_activity",
    "progress.track_completion_summary",
    "platform.slow_queries",
    "platform.progressive_flow_migrations",
    "platform.schema_migrations",
}
FUNCTIONS = {
    "calculate_level_from_xp",
    "get_xp_for_level",
    "get_user_rank",
    "update_leaderboard_rankings",
    "refresh_all_leaderboards",
    "check_and_unlock_challenges",
    "update_user_stats",
    "check_challenge_prerequisites",
    "calculate_user_streak",
    "check_and_award_achievements",
    "refresh_dashboard_summaries",
}


def columns(connection: psycopg.Connection, table: str) -> set[str]:
    """Return the columns of a table or view."""
    rows = connection.execute("select attname from pg_attribute where attrelid = %s::regclass and attnum > 0", [table])
    return {row[0] for row in rows}


@pytest.mark.parametrize("table", DOCUMENTED)
def test_a_documented_table_has_its_columns(superuser: psycopg.Connection, table: str) -> None:
    there = columns(superuser, table)
    assert set(DOCUMENTED[table].split()) - there == set()
    assert not set(ABSENT.get(table, "").split()) & there


def test_documented_functions_are_found_by_their_bare_names(
    database: dict[str, str], superuser: psycopg.Connection
) -> None:
    found = {row[0] for row in superuser.execute("select proname from pg_proc")}
    assert found >= FUNCTIONS
    with psycopg.connect(database["scheduler"]) as connection:
        assert connection.execute("select refresh_all_leaderboards()").rowcount == 1
        assert connection.execute("select calculate_level_from_xp(100)").fetchone() == (2,)
        assert connection.execute("select refresh_dashboard_summaries() >= 0").fetchone() == (True,)


@pytest.mark.parametrize(
    "view", [name for name in DOCUMENTED if name.startswith(("gamification", "progress", "platform"))]
)
def test_documented_views_are_read_by_their_bare_names(database: dict[str, str], view: str) -> None:
    with psycopg.connect(database["scheduler"]) as connection:
        connection.execute(f"select * from {view.partition('.')[2]} limit 1".encode())


MENTIONED = FUNCTIONS | {name.partition(".")[2] for name in DOCUMENTED if name in VIEWS}


@pytest.mark.parametrize("name", sorted(MENTIONED))
def test_each_documented_function_and_view_is_used_by_a_test_of_its_own(name: str) -> None:
    folder = Path(__file__).parents[1]
    here = {file.name for file in folder.rglob("test_*.py") if name in file.read_text() and file != Path(__file__)}
    assert here
