"""Statements on a learner's figures."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from progressive_flow.database import Transaction
from progressive_flow.gamification.overview.models import (
    Dashboard,
    Day,
    MyAchievement,
    Stats,
    StreakState,
    XpTransaction,
)

STATS = """
select
    s.total_xp, s.current_level, gamification.get_xp_for_level(s.current_level) as level_xp,
    gamification.get_xp_for_level(s.current_level + 1) as next_level_xp, s.total_challenges_started,
    s.total_challenges_completed, s.total_levels_completed, s.total_time_spent_minutes,
    gamification.calculate_user_streak(s.user_id, %(at)s) as current_streak_days, s.longest_streak_days,
    s.last_activity_date, gamification.get_user_rank(s.user_id, 'all_time', 'xp', p_at => %(at)s) as rank,
    gamification.rank_percentile(s.user_id) as rank_percentile,
    s.total_xp - (
        select coalesce(sum(k.points_allocated), 0) from gamification.user_skills as k where k.user_id = s.user_id
    ) as skill_points,
    s.updated_at
from gamification.user_stats as s
where s.user_id = %(me)s
"""
DASHBOARD = """
select
    d.id, d.username, d.display_name, d.total_xp, d.current_level,
    gamification.calculate_user_streak(d.id, %(at)s) as current_streak_days,
    gamification.rank_percentile(d.id) as rank_percentile, d.achievements_count, d.challenges_completed, d.track_progress,
    (
        select count(*) from social.notifications as n where n.user_id = d.id and n.read_at is null
    ) as unread_notifications,
    array(
        select jsonb_build_object(
            'slug', c.slug, 'title', c.title, 'levels_completed', p.levels_completed, 'level_count', c.level_count
        )
        from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id
        where p.user_id = d.id and p.status = 'in_progress'
        order by p.start_date desc
        limit 5
    ) as in_progress,
    (
        select jsonb_build_object(
            'challenge', c.slug, 'title', c.title, 'level', day.level_number, 'passed', coalesce(mine.passed, false)
        )
        from gamification.daily_challenges as day
        inner join curriculum.challenges as c on c.id = day.challenge_id
        left join gamification.daily_challenge_attempts as mine
            on mine.daily_challenge_id = day.id and mine.user_id = d.id
        where day.date = (%(at)s::timestamptz at time zone 'UTC')::date
    ) as daily_challenge,
    array(
        select jsonb_build_object(
            'slug', a.slug, 'name', a.name, 'icon_url', a.icon_url, 'rarity', a.rarity, 'unlocked_at', u.unlocked_at
        )
        from gamification.user_achievements as u inner join gamification.achievements as a on a.id = u.achievement_id
        where u.user_id = d.id and u.unlocked_at is not null
        order by u.unlocked_at desc, u.id desc
        limit 3
    ) as recent_achievements
from gamification.user_dashboard as d
where d.id = %(me)s
"""
LEDGER = """
select t.id, t.amount, t.source_type, t.source_id, t.description, t.created_at
from gamification.xp_transactions as t
where
    t.user_id = %(me)s
    and (%(before)s::timestamptz is null or (t.created_at, t.id) < (%(before)s, %(before_id)s::uuid))
order by t.created_at desc, t.id desc
limit %(limit)s
"""
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
ACHIEVEMENTS = """
select
    a.slug, a.name, a.description, a.icon_url, a.category, a.rarity, a.xp_reward, u.unlocked_at,
    case when u.unlocked_at is not null then 100 else coalesce(p.progress, 0) end as progress,
    coalesce(u.metadata, '{}') as metadata
from gamification.achievements as a
left join gamification.user_achievements as u on u.achievement_id = a.id and u.user_id = %(me)s
left join gamification.achievement_progress(array[%(me)s::uuid]) as p on p.achievement_id = a.id
where
    (a.is_active or u.unlocked_at is not null)
    and (%(category)s::text is null or a.category = %(category)s)
    and (%(unlocked)s::boolean is null or (u.unlocked_at is not null) = %(unlocked)s)
order by u.unlocked_at desc nulls last, progress desc, a.slug
"""


def find_stats(db: Transaction, me: UUID) -> Stats:
    """Return the learner's totals with their present rank."""
    return db.one(Stats, STATS, {"me": me, "at": db.at})


def find_dashboard(db: Transaction, me: UUID) -> Dashboard:
    """Return what the learner sees first."""
    return db.one(Dashboard, DASHBOARD, {"me": me, "at": db.at})


def list_transactions(
    db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[XpTransaction]:
    """Return the learner's part of the ledger, newest first."""
    at, id_ = before or (None, None)
    return db.all(XpTransaction, LEDGER, {"me": me, "before": at, "before_id": id_, "limit": limit})


def streak_state(db: Transaction, me: UUID) -> Callable[[], StreakState]:
    """Queue the question how the learner's streak stands."""
    rows = db.later(StreakState, STREAK, {"me": me, "at": db.at})
    return lambda: rows()[0]


def list_days(db: Transaction, me: UUID, days: int) -> list[Day]:
    """Return the newest entries of the learner's calendar."""
    return db.all(Day, CALENDAR, {"me": me, "days": days})


def list_achievements(db: Transaction, me: UUID, category: str | None, unlocked: bool | None) -> list[MyAchievement]:
    """Return every achievement with how far the learner is: the newest first, then the nearest."""
    return db.all(MyAchievement, ACHIEVEMENTS, {"me": me, "category": category, "unlocked": unlocked})
