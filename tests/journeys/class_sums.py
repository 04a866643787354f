"""What must add up after the class's sixty days: ledger, stats, leaderboards, snapshots, streaks, tracks, days."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import psycopg

from tests.support import streaks
from tests.support.rows import rows
from tests.support.scene import one

STUDENTS, DAYS = 30, 60
START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday; both changes to daylight saving fall into the sixty days
END = START + timedelta(days=DAYS, minutes=3)
PERIODS = {"daily": "day", "weekly": "week", "monthly": "month"}


def check_stats_are_what_the_ledger_adds_up_to(school: psycopg.Connection) -> None:
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


def check_leaderboards_are_what_the_ledger_says_of_each_period(school: psycopg.Connection) -> None:
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
            ) as leaderboard using (user_id, period_date)
            where ledger.xp is distinct from leaderboard.metric_value
            """,
            period,
        )
        assert wrong == 0


def check_every_period_was_closed_and_needed_no_correction(school: psycopg.Connection) -> None:
    closed = rows(
        school,
        "select period_type, metric_type, count(*) as periods from gamification.leaderboards where closed_at is not null and scope_type = 'global' group by 1, 2",
    )
    expected = {"daily": DAYS + 1, "weekly": 9, "monthly": 3}
    for row in closed:
        # one of each lies before the class began
        assert expected[row["period_type"]] - 1 <= row["periods"] <= expected[row["period_type"]] + 1
    assert {(row["period_type"], row["metric_type"]) for row in closed} == {
        (p, m) for p in PERIODS for m in ("xp", "challenges", "streak")
    }
    assert one(school, "select count(*) from gamification.leaderboards_to_close(%s)", END) == 0


def check_snapshots_are_what_the_ledger_says(school: psycopg.Connection) -> None:
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


def check_streaks_are_as_on_fingers(school: psycopg.Connection) -> None:
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


def check_streak_days_are_the_days_of_what_was_passed(school: psycopg.Connection) -> None:
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


def check_tracks_are_what_their_challenges_add_up_to(school: psycopg.Connection) -> None:
    wrong = one(
        school,
        """
        select count(*) from progress.user_track_progress as t
        cross join lateral progress.count_track(t.user_id, t.track_id) as counted
        where t.challenges_completed <> counted.completed or t.total_challenges <> counted.total
        """,
    )
    assert wrong == 0


def check_the_days_challenges_never_came_back_within_sixty_days(school: psycopg.Connection) -> None:
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
