"""Rules on who is mailed no more."""

from datetime import timedelta
from typing import Any

from progressive_flow.identity.mails import repository
from progressive_flow.identity.mails.feedback import EmailFeedback
from progressive_flow.identity.mails.models import EmailSuppressions
from progressive_flow.kernel.database.transactions import Transaction

COUNTED = timedelta(days=2)  # limits count those of one day
PERMANENT, NOT_SPAM = "Permanent", "not-spam"


def record_feedback(db: Transaction, event: EmailFeedback) -> dict[str, Any]:
    """Mail whom a mail bounced for good, or who complained, no more; return how many addresses that are."""
    if event.bounce and event.bounce.bounce_type == PERMANENT:
        repository.record_feedback(db, event.mail.destination, "bounce", event.bounce.timestamp)
    elif event.complaint and event.complaint.complaint_feedback_type != NOT_SPAM:
        repository.record_feedback(db, event.mail.destination, "complaint", event.complaint.timestamp)
    else:
        return {"suppressed": 0}
    return {"suppressed": len(event.mail.destination)}


def unsubscribe(db: Transaction, token: str) -> None:
    """End the category of mails to the address that a token names; 422 `wrong-token` for one that is not ours."""
    repository.unsubscribe(db, token)


def list_suppressions(db: Transaction, email: str) -> EmailSuppressions:
    """Return what an address is mailed nothing of."""
    return EmailSuppressions(items=repository.list_suppressions(db, email))


def lift_suppressions(db: Transaction, email: str, reason: str) -> None:
    """Let an address be mailed again; 404 if nothing stands against it."""
    repository.lift_suppressions(db, email, reason)


def purge(db: Transaction) -> int:
    """Delete the mails that no limit counts any more; return how many."""
    return repository.purge(db, db.at - COUNTED)
