"""Statements on mails: functions of definer, which see addresses by their hashes alone."""

from datetime import datetime

from progressive_flow.identity.mails.models import EmailSuppression, SuppressionReason
from progressive_flow.kernel.database.transactions import Transaction


def record_feedback(db: Transaction, emails: list[str], reason: SuppressionReason, at: datetime) -> None:
    """Queue the end of all mails to addresses, as of an instant."""
    db.execute("select identity.record_email_feedback(%s, %s, %s)", [emails, reason, at])


def unsubscribe(db: Transaction, token: str) -> None:
    """Queue the end of what a token names."""
    db.execute("select identity.unsubscribe(%s, %s)", [token, db.at])


def list_suppressions(db: Transaction, email: str) -> list[EmailSuppression]:
    """Return what an address is mailed nothing of."""
    query = "select s.category, s.reason, s.created_at, s.lifted_at from identity.list_email_suppressions(%s) as s"
    return db.fetch_all(EmailSuppression, query, [email])


def lift_suppressions(db: Transaction, email: str, reason: str) -> None:
    """Queue the lifting of an address's suppressions."""
    db.execute("select identity.lift_email_suppressions(%s, %s, %s)", [email, reason, db.at])


def purge(db: Transaction, before: datetime) -> int:
    """Delete the mails that were handed over before an instant; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from identity.mails where created_at < %s returning 1) select count(*) from purged",
        [before],
    )
