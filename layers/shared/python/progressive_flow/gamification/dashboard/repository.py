"""Statements on a learner's totals and on the stored dashboards."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.gamification.dashboard.models import Stats
from progressive_flow.kernel.database.transactions import Transaction

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
DASHBOARDS = "select s.learners, s.written, s.done from gamification.refresh_dashboards(%s, %s) as s"


def find_stats(db: Transaction, me: UUID) -> Stats:
    """Return the learner's totals with their present rank."""
    return db.fetch_one(Stats, STATS, {"me": me, "at": db.at})


class Rebuilt(NamedTuple):
    """What a slice of the dashboards' rebuild did."""

    learners: int
    written: int
    done: bool


def refresh_dashboards(db: Transaction, limit: int) -> Rebuilt:
    """Rebuild the next dashboards."""
    return db.fetch_one(Rebuilt, DASHBOARDS, [limit, db.at])
