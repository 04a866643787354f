"""Statements on invitations: functions of definer, which ask for the permission again."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.identity.invitations.models import Invitation, NewInvitations, OwnInvitation
from progressive_flow.kernel.database.transactions import Transaction

LIST = """
select i.id, i.email, i.roles, i.status, i.uses, i.max_uses, i.created_at, i.expires_at, i.mailed_at, i.not_mailed
from identity.list_invitations(%s, %s, %s, %s, %s) as i
"""
OWN = """
select i.id, i.organization, i.name, i.roles, i.created_at, i.expires_at from identity.list_own_invitations(%s) as i
"""
BEGIN_MAIL = """
select m.not_mailed, m.email, m.organization, m.roles, m.expires_at, m.unsubscription_token
from identity.begin_invitation_mail(%s, %s) as m
"""
INVITE = "select array(select identity.invite(%s, %s, %s, %s, %s, %s, %s, %s))"


class Invited(NamedTuple):
    """What the mail of an invitation says; `not_mailed` is why there is none."""

    not_mailed: str | None
    email: str
    organization: str
    roles: list[str]
    expires_at: datetime
    unsubscription_token: str


def invite(
    db: Transaction,
    organization: str,
    new: NewInvitations,
    code_hash: bytes | None,
    expires_at: datetime,
    *,
    is_mailed: bool,
) -> list[UUID]:
    """Make an invitation for each address, and queue its mail, or make one with a code; return their ids."""
    values = [organization, new.emails, code_hash, new.roles, new.max_uses, expires_at, is_mailed, db.at]
    return db.fetch_value(list[UUID], INVITE, values)


def find_invitations(db: Transaction, organization: str, ids: list[UUID]) -> list[Invitation]:
    """Return these invitations, newest first."""
    return db.fetch_all(Invitation, LIST, [organization, ids, None, len(ids), db.at])


def list_invitations(db: Transaction, organization: str, before: UUID | None, limit: int) -> list[Invitation]:
    """Return an organization's invitations, newest first, from one on."""
    return db.fetch_all(Invitation, LIST, [organization, None, before, limit, db.at])


def list_own_invitations(db: Transaction) -> list[OwnInvitation]:
    """Return the open invitations to the caller's address, newest first."""
    return db.fetch_all(OwnInvitation, OWN, [db.at])


def revoke_invitation(db: Transaction, organization: str, id_: UUID) -> None:
    """Queue the revocation of an invitation."""
    db.execute("select identity.revoke_invitation(%s, %s, %s)", [organization, id_, db.at])


def join_organization(
    db: Transaction, invitation: UUID | None, code_hash: bytes | None, organization: str | None
) -> str:
    """Make the caller a member by one of the three; return the organization's slug."""
    values = [invitation, code_hash, organization, db.at]
    return db.fetch_value(str, "select identity.join_organization(%s, %s, %s, %s)", values)


def begin_mail(db: Transaction, mail_id: UUID) -> Invited | None:
    """Count a mail and return what it says, or why it is not sent; None if its invitation is not open any more."""
    return db.fetch_optional(Invited, BEGIN_MAIL, [mail_id, db.at])


def note_mailed(db: Transaction, mail_id: UUID) -> None:
    """Queue the note that a mail was handed to the mail service."""
    db.execute("select identity.note_invitation_mailed(%s, %s)", [mail_id, db.at])


def purge(db: Transaction, before: datetime) -> int:
    """Delete the invitations that expired before an instant; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from identity.invitations where expires_at < %s returning 1) select count(*) from purged",
        [before],
    )
