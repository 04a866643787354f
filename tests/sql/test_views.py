"""The documents' views: each gives the right figures where the document's own definition gave others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record


def rows(connection: psycopg.Connection, query: str, *params: Any) -> list[dict[str, Any]]:
    """Return rows by column name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), params).fetchall()


@pytest.fixture
def learner(superuser: psycopg.Connection) -> UUID:
    """A learner who completed a challenge of one level, with one behind it."""
    user = make_user(superuser)
    make_challenge(superuser, "seen", levels=1)
    make_challenge(superuser, "behind", levels=1, needs=("seen",))
    record(superuser, open_challenge(superuser, user, "seen"))
    return user


def test_the_dashboard_counts_every_track_of_a_difficulty(superuser: psycopg.Connection, learner: UUID) -> None:
    """All tracks of a difficulty are counted, and a learner without a stats row is listed."""
    superuser.execute("delete from gamification.user_stats where user_id = %s", [make_user(superuser)])
    assert one(
        superuser,
        "select count(*) = (select count(*) from identity.users where erased_at is null) from gamification.user_dashboard",
    )
    row = rows(superuser, "select * from gamification.user_dashboard where id = %s", learner)[0]
    systems = one(
        superuser,
        "select count(*) from curriculum.challenges as c inner join curriculum.learning_tracks as t on t.id = c.track_id"
        " where t.difficulty_level = 'systems' and c.deleted_at is null",
    )
    assert row["challenges_completed"] == 1
    assert row["track_progress"]["systems"] == pytest.approx(100 / systems, abs=0.01)
    assert row["track_progress"]["concepts"] == 0
    assert row["achievements_count"] == one(
        superuser,
        "select count(*) from gamification.user_achievements where user_id = %s and unlocked_at is not null",
        learner,
    )


def test_the_stored_dashboard_is_the_live_one(superuser: psycopg.Connection, learner: UUID) -> None:
    superuser.execute("select gamification.refresh_all_leaderboards(%s)", [NOON])
    assert one(superuser, "select gamification.refresh_dashboard_summaries(%s)", NOON) >= 1
    assert one(superuser, "select gamification.refresh_dashboard_summaries(%s)", NOON + timedelta(minutes=1)) == 0
    stored = rows(superuser, "select * from gamification.user_dashboard_summary where user_id = %s", learner)[0]
    live = rows(superuser, "select * from gamification.user_dashboard where id = %s", learner)[0]
    same = (
        "total_xp",
        "current_level",
        "achievements_count",
        "challenges_completed",
        "track_progress",
        "rank_percentile",
    )
    assert {name: stored[name] for name in same} == {name: live[name] for name in same}
    assert stored["rank_percentile"] is not None


def test_a_stored_streak_ends_without_a_visit(superuser: psycopg.Connection, learner: UUID) -> None:
    stored = "select current_streak_days from gamification.user_stats where user_id = %s"
    shown = "select current_streak_days from identity.public_profiles where user_id = %s"
    assert (one(superuser, stored, learner), one(superuser, shown, learner)) == (1, 1)
    superuser.execute("select gamification.refresh_dashboard_summaries(%s)", [NOON + timedelta(days=3)])
    assert (one(superuser, stored, learner), one(superuser, shown, learner)) == (0, 0)


def test_prerequisites_are_a_learners_own_and_never_null(superuser: psycopg.Connection, learner: UUID) -> None:
    """A learner sees their own rows only, and an empty list rather than NULL."""
    query = "select * from progress.challenge_prerequisites_status where user_id = %s and challenge_slug = %s"
    behind = rows(superuser, query, learner, "behind")[0]
    assert [row["completed"] for row in behind["prerequisite_status"]] == [True]
    assert behind["all_completed"]
    none = rows(superuser, query, learner, "seen")[0]
    assert (none["prerequisite_status"], none["all_completed"]) == ([], True)
    blocked = rows(superuser, query, make_user(superuser), "behind")[0]
    assert not blocked["all_completed"]
    act_as(superuser, learner)
    superuser.execute("set local role application")
    seen = one(superuser, "select count(distinct user_id) from progress.challenge_prerequisites_status")
    assert seen == 1


def test_check_challenge_prerequisites(superuser: psycopg.Connection, learner: UUID) -> None:
    query = "select progress.check_challenge_prerequisites(%s, id) from curriculum.challenges where slug = %s"
    assert one(superuser, query, learner, "behind") is True
    assert one(superuser, query, make_user(superuser), "behind") is False
    assert one(superuser, query, make_user(superuser), "seen") is True


def test_the_leaderboard_keeps_whoever_was_not_there_of_late(superuser: psycopg.Connection, learner: UUID) -> None:
    """Absence does not remove a learner from the all-time leaderboard; hiding does."""
    superuser.execute(
        "update identity.users set last_active_at = %s where id = %s", [NOON - timedelta(days=90), learner]
    )
    superuser.execute("select gamification.refresh_all_leaderboards(%s)", [NOON])
    row = rows(superuser, "select * from gamification.current_leaderboard where id = %s", learner)[0]
    assert (row["total_challenges_completed"], row["current_streak_days"]) == (1, 1)
    better = one(
        superuser,
        "select count(*) from gamification.leaderboard_scores where metric_type = 'xp' and period_type = 'all_time'"
        " and scope_type = 'global' and metric_value > %s",
        row["total_xp"],
    )
    assert row["xp_rank"] == 1 + better
    superuser.execute("update identity.users set visibility = 'hidden' where id = %s", [learner])
    assert rows(superuser, "select * from gamification.current_leaderboard where id = %s", learner) == []


def test_progress_is_shown_level_by_level(superuser: psycopg.Connection, learner: UUID) -> None:
    row = rows(
        superuser, "select * from progress.challenge_progress_detail where user_id = %s and slug = 'seen'", learner
    )[0]
    assert (row["status"], row["levels_completed"], row["track"]) == ("completed", [1], "systems")
    assert row["levels"] == [
        {"level": 1, "name": "Level", "completed": True, "xp_reward": 10, "best_score": 100.0, "attempts": 1}
    ]


def test_activity_says_what_was_done(superuser: psycopg.Connection, learner: UUID) -> None:
    found = rows(superuser, "select * from social.recent_user_activity where user_id = %s", learner)
    assert [row["resource"] for row in found if row["activity_type"] == "level_passed"] == ["seen"]
    assert {row["activity_type"] for row in found} == {"level_passed", "achievement_unlocked"}
    assert all(row["occurred_at"] == NOON for row in found)


def test_tracks_that_nobody_touched_are_summed_up_too(superuser: psycopg.Connection, learner: UUID) -> None:
    found = {row["slug"]: row for row in rows(superuser, "select * from progress.track_completion_summary")}
    tracks = one(superuser, "select count(*) from curriculum.learning_tracks where is_active")
    assert len(found) == tracks
    assert found["systems"]["started"] >= 1


@pytest.mark.parametrize("role", ["read_only", "scheduler"])
def test_operators_read_the_text_of_slow_queries_of_every_role(
    sql: Callable[..., psycopg.Connection], role: str
) -> None:
    """Without pg_monitor the text of another role's statement is hidden."""
    sql("reader").execute("select count(*) as of_the_reader from curriculum.challenges")
    texts = [query for (query,) in sql(role).execute("select query from platform.slow_queries").fetchall()]
    assert texts
    assert "<insufficient privilege>" not in texts


def test_slow_queries_are_listed(superuser: psycopg.Connection) -> None:
    """The view reads columns that this version of pg_stat_statements has."""
    superuser.execute("select count(*) from curriculum.challenges")
    found = rows(superuser, "select * from platform.slow_queries order by total_exec_time desc")
    assert found
    assert all(row["mean_exec_time"] <= row["max_exec_time"] for row in found)
