"""Statements on daily challenges."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.gamification.daily.models import DailyChallenge, DailyLeaderboardEntry, DailyRow, DayToGrade
from progressive_flow.kernel.database.transactions import Deferred, Transaction

ROW_COLUMNS = """
    d.date, c.ref as challenge, c.title, d.level_number as level, l.level_name, d.difficulty_modifier, d.xp_multiplier,
    round(l.xp_reward * (d.xp_multiplier - 1))::integer as bonus_xp, d.participants_count, d.average_score, d.aggregated_at,
    case when a.user_id is not null then jsonb_build_object(
        'score', a.score, 'passed', a.passed, 'attempts', a.attempts, 'xp_earned', a.xp_earned, 'rank', a.rank,
        'submitted_at', a.completed_at
    ) end as mine
"""
TABLES = """
gamification.daily_challenges as d
inner join curriculum.challenges as c on c.id = d.challenge_id
inner join curriculum.challenge_levels as l on l.challenge_id = d.challenge_id and l.level_number = d.level_number
left join gamification.daily_challenge_attempts as a on a.daily_challenge_id = d.id and a.user_id = %(me)s
"""
TODAY = f"""
select
    {ROW_COLUMNS}, (d.date + 1)::timestamp at time zone 'UTC' as closes_at, l.description, l.requirements,
    curriculum.shown_tests(l.test_cases) as test_cases,
    l.passing_criteria, d.special_requirements
from {TABLES}
where d.date = (%(at)s::timestamptz at time zone 'UTC')::date
"""
TO_GRADE = """
select
    d.id, d.difficulty_modifier, d.special_requirements, c.id as challenge_id, c.ref as slug, c.title, c.kind,
    d.level_number as level, v.id as version_id, l.requirements, l.test_cases, l.passing_criteria,
    true as unlocked, true as level_open, false as has_next, null as missing
from gamification.daily_challenges as d
inner join curriculum.challenges as c on c.id = d.challenge_id
inner join curriculum.challenge_levels as l on l.challenge_id = d.challenge_id and l.level_number = d.level_number
inner join content.challenge_versions as v on v.challenge_id = d.challenge_id and v.is_active
where d.date = (%(at)s::timestamptz at time zone 'UTC')::date
"""
PAST = f"""
select {ROW_COLUMNS}
from {TABLES}
where d.date < %(before)s::date
order by d.date desc
limit %(limit)s
"""
STATE = """
select d.date, d.participants_count, d.aggregated_at
from gamification.daily_challenges as d
where d.date = %(date)s
"""
# A security definer function, which reads rows that the learner's policy hides; names come from public profiles.
DAILY_ENTRIES = """
select s.id, s.rank, s.score, s.completed_at as submitted_at, s.name, s.avatar_url, s.level, s.is_me, s.profile_key
from gamification.daily_leaderboard(
    (select d.id from gamification.daily_challenges as d where d.date = %(date)s),
    %(score)s::numeric, %(completed_at)s, %(after)s, %(limit)s
) as s
"""


class DayState(NamedTuple):
    """A day's leaderboard as of its last aggregation."""

    date: date
    participants_count: int
    aggregated_at: datetime | None


def find_today(db: Transaction, me: UUID) -> DailyChallenge | None:
    """Return the challenge of the present UTC day."""
    return db.fetch_optional(DailyChallenge, TODAY, {"me": me, "at": db.at})


def find_day_to_grade(db: Transaction) -> DayToGrade | None:
    """Return the challenge of the present UTC day as the grader needs it."""
    return db.fetch_optional(DayToGrade, TO_GRADE, {"at": db.at})


def list_past(db: Transaction, me: UUID, before: date, limit: int) -> list[DailyRow]:
    """Return the days before one, newest first."""
    return db.fetch_all(DailyRow, PAST, {"me": me, "before": before, "limit": limit})


def day_state(db: Transaction, day: date) -> Deferred[list[DayState]]:
    """Queue the query for a day's leaderboard; no row if there was no challenge."""
    return db.defer_all(DayState, STATE, {"date": day})


def list_entries(
    db: Transaction, day: date, after: tuple[float, datetime, UUID], limit: int
) -> list[DailyLeaderboardEntry]:
    """Return the entries of a day's leaderboard after one of them, best first."""
    params = {"date": day, "score": after[0], "completed_at": after[1], "after": after[2], "limit": limit}
    return db.fetch_all(DailyLeaderboardEntry, DAILY_ENTRIES, params)


def open_daily_challenges(db: Transaction) -> int:
    """Fix today's and tomorrow's challenge; return how many were missing."""
    return db.fetch_value(int, "select gamification.open_daily_challenges(%s)", [db.at])


def aggregate(db: Transaction) -> int:
    """Count, average and rank; return how many ranks changed."""
    return db.fetch_value(int, "select gamification.aggregate_daily_challenges(%s)", [db.at])
