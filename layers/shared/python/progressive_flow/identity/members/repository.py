"""Statements on members: functions of definer, which ask for the permission again."""

from uuid import UUID

from progressive_flow.identity.members.models import Member, SavedMember
from progressive_flow.kernel.database.transactions import Transaction

LIST = """
select m.user_id, m.username, m.display_name, m.email, m.roles, m.status, m.created_at
from identity.list_members(%(organization)s, %(user)s, %(role)s, %(status)s, %(search)s, %(after)s, %(limit)s) as m
"""


def list_members(
    db: Transaction, organization: str, role: str | None, status: str | None, search: str | None, after: str, limit: int
) -> list[Member]:
    """Return members by username, from one on."""
    narrowed = {"role": role, "status": status, "search": search}
    return db.fetch_all(
        Member, LIST, {"organization": organization, "user": None, "after": after, "limit": limit, **narrowed}
    )


def find_member(db: Transaction, organization: str, user_id: UUID) -> Member | None:
    """Return one member; None if the user is none."""
    all_ = {"role": None, "status": None, "search": None, "after": None, "limit": 1}
    return db.fetch_optional(Member, LIST, {"organization": organization, "user": user_id, **all_})


def save_member(db: Transaction, organization: str, user_id: UUID, member: SavedMember) -> None:
    """Queue what makes somebody a member, or changes a member."""
    db.execute(
        "select identity.save_member(%s, %s, %s, %s, %s)",
        [organization, user_id, member.roles, member.status, db.at],
    )


def remove_member(db: Transaction, organization: str, user_id: UUID) -> None:
    """Queue the end of another's membership."""
    db.execute("select identity.remove_member(%s, %s, %s)", [organization, user_id, db.at])


def leave_organization(db: Transaction, organization: str) -> None:
    """Queue the end of the caller's own membership."""
    db.execute("select identity.leave_organization(%s, %s)", [organization, db.at])
