"""Rules on the members of an organization; the database keeps its last administrator and its limit."""

from uuid import UUID

from progressive_flow.identity.members import repository
from progressive_flow.identity.members.models import Member, SavedMember
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found


def list_members(
    db: Transaction,
    organization: str,
    role: str | None,
    status: str | None,
    search: str | None,
    cursor: str | None,
    limit: int,
) -> Page[Member]:
    """Return an organization's members by username."""
    key = paging.decode(cursor, paging.text)
    rows = repository.list_members(db, organization, role, status, search, key[0] if key else "", limit + 1)
    return paging.page(rows, limit, lambda row: [row.username.lower()])


def show_member(db: Transaction, organization: str, user_id: UUID) -> Member:
    """Return a member; 404 for who is none."""
    found = repository.find_member(db, organization, user_id)
    if found is None:
        raise not_found(f"member {user_id}")
    return found


def save_member(db: Transaction, organization: str, user_id: UUID, member: SavedMember) -> Member:
    """Make somebody a member or change a member, and return them as they are now."""
    repository.save_member(db, organization, user_id, member)
    return show_member(db, organization, user_id)


def remove_member(db: Transaction, organization: str, user_id: UUID) -> None:
    """End another's membership."""
    repository.remove_member(db, organization, user_id)


def leave_organization(db: Transaction, organization: str) -> None:
    """End the caller's own membership; 404 for an organization that they do not belong to."""
    repository.leave_organization(db, organization)
