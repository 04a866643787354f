"""Statements on requests for accounts and on the keys of proofs."""

from datetime import datetime
from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction


def request_account(db: Transaction, email: str, display_name: str | None, *, invite: bool) -> UUID:
    """Write down who requests an account for whom, in the audit log and for the bus; return the request's id."""
    return db.fetch_value(UUID, "select identity.request_account(%s, %s, %s, %s)", [email, display_name, invite, db.at])


def accept_proof_key(db: Transaction, kid: str, secret: bytes) -> None:
    """Queue the acceptance of a key."""
    db.execute("select identity.accept_proof_key(%s, %s, %s)", [kid, secret, db.at])


def retire_proof_keys(db: Transaction, kid: str, until: datetime) -> None:
    """Queue the retirement of every other key, which ends at an instant."""
    db.execute("select identity.retire_proof_keys(%s, %s, %s)", [kid, until, db.at])


def purge_requested_names(db: Transaction, before: datetime) -> int:
    """Delete the names that were requested before an instant and that nobody took; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from identity.requested_names where created_at < %s returning 1) select count(*) from purged",
        [before],
    )
