"""Statements on the dashboard."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.dashboard.models import Dashboard

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
            'slug', c.ref, 'title', c.title, 'levels_completed', p.levels_completed, 'level_count', c.level_count
        )
        from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id
        where p.user_id = d.id and p.status = 'in_progress'
        order by p.start_date desc
        limit 5
    ) as in_progress,
    (
        select jsonb_build_object(
            'challenge', c.ref, 'title', c.title, 'level', day.level_number, 'passed', coalesce(mine.passed, false)
        )
        from gamification.daily_challenges as day
        inner join curriculum.challenges as c on c.id = day.challenge_id
        left join gamification.daily_challenge_attempts as mine
            on mine.daily_challenge_id = day.id and mine.user_id = d.id
        where day.date = (%(at)s::timestamptz at time zone 'UTC')::date
    ) as daily_challenge,
    array(
        select jsonb_build_object(
            'slug', a.ref, 'name', a.name, 'icon_url', a.icon_url, 'rarity', a.rarity, 'unlocked_at', u.unlocked_at
        )
        from gamification.user_achievements as u inner join gamification.achievements as a on a.id = u.achievement_id
        where u.user_id = d.id and u.unlocked_at is not null
        order by u.unlocked_at desc, u.id desc
        limit 3
    ) as recent_achievements
from gamification.user_dashboard as d
where d.id = %(me)s
"""


def find_dashboard(db: Transaction, me: UUID) -> Dashboard:
    """Return what the learner sees first."""
    return db.fetch_one(Dashboard, DASHBOARD, {"me": me, "at": db.at})
