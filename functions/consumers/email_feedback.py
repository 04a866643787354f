"""Mail an address no more that a mail bounced from for good, or whose owner called a mail unwanted."""

from typing import Any

from progressive_flow.identity.mails import service
from progressive_flow.identity.mails.feedback import FEEDBACK, EmailFeedback
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability


@on_event(EmailFeedback, service=FEEDBACK, capabilities=(Capability.DATABASE_AS_SCHEDULER,))
def handler(event: EmailFeedback, db: Transaction) -> dict[str, Any]:
    return service.record_feedback(db, event)
