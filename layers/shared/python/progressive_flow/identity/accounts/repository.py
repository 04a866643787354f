"""Statements on requests for accounts."""

from uuid import UUID

from progressive_flow.kernel.database.transactions import Transaction


def request_account(db: Transaction, email: str, display_name: str | None, *, invite: bool) -> UUID:
    """Write down who requests an account for whom, in the audit log and for the bus; return the request's id."""
    return db.fetch_value(UUID, "select identity.request_account(%s, %s, %s, %s)", [email, display_name, invite, db.at])
