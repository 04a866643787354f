"""Statements on the keys of proofs."""

from datetime import datetime

from progressive_flow.kernel.database.transactions import Transaction


def accept_proof_key(db: Transaction, kid: str, secret: bytes) -> None:
    """Queue the acceptance of a key."""
    db.execute("select identity.accept_proof_key(%s, %s, %s)", [kid, secret, db.at])


def retire_proof_keys(db: Transaction, kid: str, until: datetime) -> None:
    """Queue the retirement of every other key, which ends at an instant."""
    db.execute("select identity.retire_proof_keys(%s, %s, %s)", [kid, until, db.at])
