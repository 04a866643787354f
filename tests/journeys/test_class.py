"""A class of 200 learners over 60 days, by the real functions and jobs: in the end everything adds up."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.support import streaks
from tests.support.classroom import Classroom
from tests.support.learning import beyond_policies
from tests.support.scene import one

STUDENTS, DAYS = 200, 60
START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday; both changes to daylight saving fall into the sixty days
END = START + timedelta(days=DAYS, minutes=3)
PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def school(admin_url: str) -> Iterator[psycopg.Connection]:
    """The world after the sixty days. Lived through once for all that is asked of it."""
    from tests.support import cluster  # noqa: PLC0415 - the fixture's own database

    urls = cluster.clone(admin_url)
    try:
        with beyond_policies(urls, admin_url) as connection:
            connection.execute("set synchronous_commit = off")
            room = Classroom(connection, START, seed=4)
            room.join(STUDENTS)
            for day in range(DAYS):
                room.live(START + timedelta(days=day), shine)
            connection.execute("select gamification.refresh_dashboard_summaries(%s)", [END])
            yield connection
    finally:
        cluster.drop(admin_url, urls)


def shine(room: Classroom, at: datetime) -> None:
    """Let one student complete a challenge a day, try the day's again until it is perfect, and master a skill."""
    star = room.students[0]
    with room.connection.transaction():
        at = room.complete_one(star, at)
        for score in (60, 90, 100):
            room.todays(star, at, score)
        roots = "select slug, max_level * xp_per_level from gamification.skills where parent_skill_id is null order by slug limit 1"
        for slug, points in room.connection.execute(roots).fetchall():
            room.grow(star, at, slug, points)


def rows(connection: psycopg.Connection, query: str, *params: Any) -> Rows:
    """Return rows by column name."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query.encode(), params).fetchall()


def test_the_class_did_something(school: psycopg.Connection) -> None:
    assert one(school, "select count(*) from progress.level_attempts") > 10_000
    assert one(school, "select count(*) from gamification.user_achievements where unlocked_at is not null") > 1_500
    assert one(school, "select count(*) from gamification.streak_days where kind = 'frozen'") > 50
    assert one(school, "select count(*) from gamification.streak_days where kind = 'skipped'") > 0


def test_stats_are_what_the_ledger_adds_up_to(school: psycopg.Connection) -> None:
    wrong = rows(
        school,
        """
        select s.user_id, s.total_xp, coalesce(sum(t.amount), 0) as ledger, s.current_level
        from gamification.user_stats as s left join gamification.xp_transactions as t on t.user_id = s.user_id
        group by s.user_id
        having s.total_xp <> coalesce(sum(t.amount), 0) or s.current_level <> gamification.calculate_level_from_xp(s.total_xp)
        """,
    )
    assert wrong == []
    assert rows(school, "select * from gamification.audit_ledger(null, 100000)") == []


def test_boards_are_what_the_ledger_says_of_each_period(school: psycopg.Connection) -> None:
    for period, unit in PERIODS.items():
        wrong = one(
            school,
            f"""
            select count(*) from (
                select user_id, date_trunc('{unit}', created_at, 'UTC')::date as period_date, sum(amount) as xp
                from gamification.xp_transactions group by 1, 2
            ) as ledger
            full join (
                select user_id, period_date, metric_value from gamification.leaderboard_scores
                where scope_type = 'global' and metric_type = 'xp' and period_type = %s
            ) as board using (user_id, period_date)
            where ledger.xp is distinct from board.metric_value
            """,
            period,
        )
        assert wrong == 0


def test_every_period_was_closed_and_needed_no_correction(school: psycopg.Connection) -> None:
    closed = rows(
        school,
        "select period_type, metric_type, count(*) as periods from gamification.leaderboard_boards where closed_at is not null and scope_type = 'global' group by 1, 2",
    )
    expected = {"daily": DAYS + 1, "weekly": 9, "monthly": 3}
    for row in closed:
        # one of each lies before the class began
        assert expected[row["period_type"]] - 1 <= row["periods"] <= expected[row["period_type"]] + 1
    assert {(row["period_type"], row["metric_type"]) for row in closed} == {
        (p, m) for p in PERIODS for m in ("xp", "challenges", "streak")
    }
    assert one(school, "select count(*) from gamification.boards_to_close(%s)", END) == 0


def test_snapshots_are_what_the_ledger_says(school: psycopg.Connection) -> None:
    snapshots = rows(
        school,
        "select * from gamification.leaderboard_snapshots where scope_type = 'global' and metric_type = 'xp' and period_type = 'daily'",
    )
    assert len({row["period_date"] for row in snapshots}) == DAYS
    by_day: dict[date, dict[UUID, int]] = defaultdict(dict)
    for row in rows(
        school,
        "select user_id, (created_at at time zone 'UTC')::date as day, sum(amount)::int as xp from gamification.xp_transactions group by 1, 2",
    ):
        by_day[row["day"]][row["user_id"]] = row["xp"]
    for row in snapshots:
        values = by_day[row["period_date"]]
        assert values[row["user_id"]] == row["metric_value"]
        assert row["rank"] == 1 + sum(value > row["metric_value"] for value in values.values())


def test_streaks_are_as_on_fingers(school: psycopg.Connection) -> None:
    found: dict[UUID, dict[str, list[date]]] = defaultdict(lambda: {"active": [], "skipped": [], "frozen": []})
    for row in rows(school, "select user_id, kind, local_date from gamification.streak_days order by local_date"):
        found[row["user_id"]][row["kind"]].append(row["local_date"])
    for user, days in found.items():
        today = one(
            school,
            "select greatest((%s at time zone identity.zone_at(%s, %s))::date, %s)",
            END,
            user,
            END,
            max(days["active"], default=START.date()),
        )
        expected = streaks.count(days["active"], days["skipped"], today)
        assert one(school, "select gamification.calculate_user_streak(%s, %s)", user, END) == expected.streak
        assert (
            one(school, "select longest_streak_days from gamification.user_stats where user_id = %s", user)
            == expected.longest
        )


def test_streak_days_are_the_days_of_what_was_passed(school: psycopg.Connection) -> None:
    """Passed levels of every kind, and nothing else but good assessments, make a day."""
    wrong = one(
        school,
        """
        select count(*) from (
            select distinct a.user_id, a.local_date from progress.level_attempts as a where a.passed
        ) as passed
        full join (select d.user_id, d.local_date from gamification.streak_days as d where d.kind = 'active') as day
            using (user_id, local_date)
        where day.user_id is null or passed.user_id is null and not exists (
            select from assessment.assessment_results as r
            where r.user_id = day.user_id and r.score >= 60
            and (r.completed_at at time zone 'UTC')::date between day.local_date - 1 and day.local_date + 1
        )
        """,
    )
    one_day_of_two = one(
        school,
        "select count(*) from (select distinct user_id, local_date from progress.level_attempts where passed) as p"
        " where not exists (select from gamification.streak_days as d where d.user_id = p.user_id and d.local_date = p.local_date)",
    )
    assert (wrong, one_day_of_two) == (0, 0)


def recount(school: psycopg.Connection) -> dict[tuple[str, str, str], dict[UUID, int]]:
    """Count the metrics from the attempts and other raw rows, in Python, without the views."""
    facts = {
        row["id"]: row
        for row in rows(
            school,
            "select c.id, t.slug as track, c.category, c.difficulty_base as difficulty, c.level_count, c.ddia_concepts from curriculum.challenges as c inner join curriculum.learning_tracks as t on t.id = c.track_id",
        )
    }
    estimated = {
        (row["challenge_id"], row["level_number"]): row["estimated_minutes"]
        for row in rows(school, "select challenge_id, level_number, estimated_minutes from curriculum.challenge_levels")
    }
    counts: dict[tuple[str, str, str], dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    firsts: dict[tuple[UUID, UUID, int], dict[str, Any]] = {}
    best: dict[tuple[UUID, UUID, int], float] = defaultdict(float)
    spent: dict[tuple[UUID, UUID, int], int] = defaultdict(int)
    for row in rows(
        school,
        "select user_id, challenge_id, level_number, attempt_number, score, passed, time_spent_minutes, hints_used, local_date, created_at from progress.level_attempts order by created_at, attempt_number",
    ):
        user, key = row["user_id"], (row["user_id"], row["challenge_id"], row["level_number"])
        counts["attempts_made", "", ""][user] += 1
        counts["minutes_spent", "", ""][user] += row["time_spent_minutes"]
        best[key] = max(best[key], row["score"])
        spent[key] += row["time_spent_minutes"]
        if row["passed"] and key not in firsts:
            firsts[key] = {**row, "minutes": spent[key]}
    categories, chapters, per_day, per_challenge = (
        defaultdict(set),
        defaultdict(set),
        defaultdict(int),
        defaultdict(set),
    )
    for (user, challenge, level), first in firsts.items():
        fact = facts[challenge]
        earned = {
            "levels_passed": True, "perfect_scores": best[user, challenge, level] == 100,
            "first_try_passes": first["attempt_number"] == 1, "hintless_passes": first["hints_used"] == 0,
            "fast_passes": first["minutes"] * 2 <= estimated[challenge, level], "quick_passes": first["minutes"] <= 5,
        }  # fmt: skip
        for name, holds in earned.items():
            filters = (
                ("", ""),
                ("track", fact["track"]),
                ("category", fact["category"]),
                ("difficulty", fact["difficulty"]),
                ("level", str(level)),
            )
            for where in filters:
                counts[name, *where][user] += holds
        categories[user].add(fact["category"])
        chapters[user].update(concept["chapter"] for concept in fact["ddia_concepts"])
        per_day[user, first["local_date"]] += 1
        per_challenge[user, challenge].add(level)
    for user, seen in categories.items():
        counts["categories_explored", "", ""][user] = len(seen)
        counts["concepts_explored", "", ""][user] = len(chapters[user])
    for (user, _), number in per_day.items():
        counts["best_day_levels", "", ""][user] = max(counts["best_day_levels", "", ""][user], number)
    for (user, challenge), levels in per_challenge.items():
        if len(levels) == facts[challenge]["level_count"]:
            for where in (
                ("", ""),
                ("track", facts[challenge]["track"]),
                ("category", facts[challenge]["category"]),
                ("difficulty", facts[challenge]["difficulty"]),
            ):
                counts["challenges_completed", *where][user] += 1
    for name, query in {
        "hints_revealed": "select user_id, count(*) as value from progress.hint_usage group by 1",
        "assessments_completed": "select user_id, count(*) as value from assessment.assessment_results group by 1",
        "active_days": "select user_id, count(*) as value from gamification.streak_days where kind = 'active' group by 1",
        "daily_passes": "select user_id, count(distinct daily_challenge_id) as value from progress.level_attempts where passed and daily_challenge_id is not null group by 1",
    }.items():  # fmt: skip
        for row in rows(school, query):
            counts[name, "", ""][row["user_id"]] = row["value"]
    return counts


def test_metrics_are_what_a_recount_from_scratch_finds(school: psycopg.Connection) -> None:
    counted = recount(school)
    told: dict[tuple[str, str, str], dict[UUID, int]] = defaultdict(dict)
    for row in rows(school, "select * from gamification.learner_metrics"):
        told[row["metric"], row["filter_key"], row["filter_value"]][row["user_id"]] = row["value"]
    for key, values in counted.items():
        assert told[key] == {user: value for user, value in values.items() if value}, key


def test_achievements_are_what_a_recount_of_their_criteria_finds(school: psycopg.Connection) -> None:
    """Whoever has reached the conditions has it, once, paid once; nobody else does."""
    metrics: dict[tuple[UUID, str, str, str], int] = {
        (row["user_id"], row["metric"], row["filter_key"], row["filter_value"]): row["value"]
        for row in rows(school, "select * from gamification.learner_metrics")
    }
    students = [row["id"] for row in rows(school, "select id from identity.users")]

    def reached(user: UUID, criteria: dict[str, Any]) -> bool:
        if "any" in criteria:
            return any(reached(user, each) for each in criteria["any"])
        if "all" in criteria:
            return all(reached(user, each) for each in criteria["all"])
        key, value = next(iter(criteria.get("filter", {}).items()), ("", ""))
        return metrics.get((user, criteria["metric"], key, str(value)), 0) >= criteria["threshold"]

    held = {
        (row["user_id"], row["achievement_id"])
        for row in rows(
            school, "select user_id, achievement_id from gamification.user_achievements where unlocked_at is not null"
        )
    }
    paid = rows(
        school,
        "select user_id, source_id::uuid as achievement_id, count(*) as times from gamification.xp_awards where source_type = 'achievement' group by 1, 2",
    )
    for achievement in rows(school, "select id, slug, criteria from gamification.achievements where is_active"):
        expected = {user for user in students if reached(user, achievement["criteria"])}
        assert {user for user, which in held if which == achievement["id"]} == expected, achievement["slug"]
    assert {(row["user_id"], row["achievement_id"]) for row in paid} == held
    assert {row["times"] for row in paid} == {1}


def test_tracks_are_what_their_challenges_add_up_to(school: psycopg.Connection) -> None:
    wrong = one(
        school,
        """
        select count(*) from progress.user_track_progress as t
        cross join lateral progress.count_track(t.user_id, t.track_id) as counted
        where t.challenges_completed <> counted.completed or t.total_challenges <> counted.total
        """,
    )
    assert wrong == 0


def test_the_days_challenges_never_came_back_within_sixty_days(school: psycopg.Connection) -> None:
    days = rows(
        school,
        "select date, challenge_id, participants_count, average_score, aggregated_at from gamification.daily_challenges order by date",
    )
    assert len({row["challenge_id"] for row in days}) == len(days) == DAYS + 1
    for row in days[:DAYS]:
        attempts = rows(
            school,
            "select a.score, a.rank from gamification.daily_challenge_attempts as a inner join gamification.daily_challenges as d on d.id = a.daily_challenge_id where d.date = %s",
            row["date"],
        )
        assert row["participants_count"] == len(attempts)
        for attempt in attempts:
            assert attempt["rank"] == 1 + sum(other["score"] > attempt["score"] for other in attempts)


WRITTEN = """
select a.attname, coalesce(pg_get_expr(d.adbin, d.adrelid), 'null') as default_value
from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
"""
# Who writes what the class does not: administrators and authors, the identity provider, or a deploy.
WRITTEN_ELSEWHERE = {
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
    "gamification.daily_challenges": {"xp_multiplier", "special_requirements"},
    "progress.learning_sessions": {"metadata"},
    "progress.level_attempts": {"feedback"},
    "social.notifications": {"read_at", "is_read"},
    "assessment.assessment_results": {"track_recommendations", "challenge_recommendations"},
}


@pytest.mark.parametrize(
    "table",
    [
        "identity.users", "gamification.user_stats", "curriculum.learning_tracks", "curriculum.challenges", "curriculum.challenge_levels",
        "progress.user_challenge_progress", "progress.level_attempts", "progress.user_track_progress", "gamification.achievements",
        "gamification.user_achievements", "gamification.skills", "gamification.user_skills", "gamification.xp_transactions",
        "gamification.daily_challenges", "gamification.daily_challenge_attempts", "gamification.leaderboard_scores",
        "gamification.leaderboard_snapshots", "assessment.assessment_results", "progress.learning_sessions", "progress.hint_usage",
        "social.notifications", "gamification.user_dashboard_summary", "progress.user_level_progress",
    ],
)  # fmt: skip
def test_every_column_is_written_by_somebody(school: psycopg.Connection, table: str) -> None:
    silent = set[str]()
    for name, default in school.execute(WRITTEN, [table]).fetchall():
        written = one(school, f"select exists (select from {table} where {name} is distinct from {default})")
        if not written:
            silent.add(name)
    assert silent <= WRITTEN_ELSEWHERE.get(table, set())
