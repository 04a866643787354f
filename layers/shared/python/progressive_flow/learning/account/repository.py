"""Statements on a learner's own account."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.account.models import Me

ME = """
select
    u.id, u.email, u.username, u.display_name, u.avatar_url, u.skill_level, u.onboarding_completed, u.preferences,
    u.time_zone, case when u.time_zone_since > %(at)s then u.time_zone_since end as time_zone_since, u.visibility,
    u.created_at, u.updated_at, u.last_active_at, s.total_xp, s.current_level,
    array(
        select o.slug
        from identity.members as m inner join identity.organizations as o on o.id = m.organization_id
        where m.user_id = u.id
        order by o.slug
    ) as organizations
from identity.users as u inner join gamification.user_stats as s on s.user_id = u.id
where u.id = %(me)s
"""


def find_me(db: Transaction, user_id: UUID) -> Me:
    """Return the learner's own account."""
    return db.fetch_one(Me, ME, {"me": user_id, "at": db.at})
