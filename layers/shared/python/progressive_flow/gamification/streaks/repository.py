"""Statements on streaks."""

from uuid import UUID

from progressive_flow.gamification.streaks.models import Day, StreakState
from progressive_flow.kernel.database.transactions import Deferred, Transaction

STREAK = """
select
    s.longest_streak_days as longest, own_day.today, identity.zone_at(s.user_id, %(at)s) as time_zone,
    last_day.local_date as last_day, coalesce(last_day.streak, 0) as streak, coalesce(last_day.freezes, 0) as freezes,
    milestone.days as next_milestone, milestone.xp_reward as next_milestone_xp,
    array(
        select m.day
        from gamification.missed_days(s.user_id, last_day.local_date, least(own_day.today, last_day.local_date + 8)) as m (day)
        limit 3
    ) as missed
from gamification.user_stats as s
left join lateral (
    select d.local_date, d.streak, d.freezes from gamification.streak_days as d
    where d.user_id = s.user_id and d.kind = 'active'
    order by d.local_date desc
    limit 1
) as last_day on true
left join lateral (
    select m.days, m.xp_reward from gamification.streak_milestones as m
    where m.days > gamification.calculate_user_streak(s.user_id, %(at)s)
    order by m.days
    limit 1
) as milestone on true
cross join lateral (
    values (greatest((%(at)s::timestamptz at time zone identity.zone_at(s.user_id, %(at)s))::date, last_day.local_date))
) as own_day (today)
where s.user_id = %(me)s
"""
CALENDAR = """
select d.local_date as date, d.kind, d.streak
from gamification.streak_days as d
where d.user_id = %(me)s
order by d.local_date desc
limit %(days)s
"""


def streak_state(db: Transaction, me: UUID) -> Deferred[StreakState]:
    """Queue the question how the learner's streak stands."""
    return db.defer_one(StreakState, STREAK, {"me": me, "at": db.at})


def list_days(db: Transaction, me: UUID, days: int) -> list[Day]:
    """Return the newest entries of the learner's calendar."""
    return db.fetch_all(Day, CALENDAR, {"me": me, "days": days})
