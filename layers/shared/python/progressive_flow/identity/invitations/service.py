"""Rules on invitations; the database keeps their uses, the limit of members and who sees what."""

from datetime import timedelta
from uuid import UUID

from progressive_flow.identity.invitations import codes, repository
from progressive_flow.identity.invitations.models import (
    Invitation,
    Joining,
    MadeInvitations,
    NewInvitations,
    OwnInvitations,
)
from progressive_flow.identity.organizations import service as organizations
from progressive_flow.identity.organizations.models import Organization
from progressive_flow.kernel import settings
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page

KEPT = timedelta(days=30)  # after an invitation expired, so that administrators see who did not come


def invite(db: Transaction, organization: str, new: NewInvitations) -> MadeInvitations:
    """Invite addresses, each by a mail where the stage sends mail, or make a code if there are none."""
    code = None if new.emails else codes.draw()
    expires_at = db.at + timedelta(days=new.expires_in_days)
    new.emails = list(dict.fromkeys(new.emails))
    code_hash, is_mailed = codes.hashed(code) if code else None, settings.mail_links() is not None
    ids = repository.invite(db, organization, new, code_hash, expires_at, is_mailed=is_mailed)
    return MadeInvitations(items=repository.find_invitations(db, organization, ids), code=code)


def list_invitations(db: Transaction, organization: str, cursor: str | None, limit: int) -> Page[Invitation]:
    """Return an organization's invitations, newest first."""
    key = paging.decode(cursor, UUID)
    rows = repository.list_invitations(db, organization, key[0] if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.id])


def list_own_invitations(db: Transaction) -> OwnInvitations:
    """Return the open invitations to the caller's address."""
    return OwnInvitations(items=repository.list_own_invitations(db))


def revoke_invitation(db: Transaction, organization: str, id_: UUID) -> None:
    """Revoke an invitation; who joined by it stays."""
    repository.revoke_invitation(db, organization, id_)


def join_organization(db: Transaction, joining: Joining) -> Organization:
    """Make the caller a member and return the organization; 404 where nothing of it is for them."""
    code_hash = codes.hashed(joining.code) if joining.code else None
    slug = repository.join_organization(db, joining.invitation, code_hash, joining.organization)
    return organizations.show_organization(db, slug)


def purge(db: Transaction) -> int:
    """Delete the invitations that expired a month ago; return how many."""
    return repository.purge(db, db.at - KEPT)
