"""The work on the mail of an invitation: whether there is to be one, its words, and that it was sent.

The mail itself is sent outside the network, by a child, which is handed the finished message.
"""

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.identity.invitations import repository, wording
from progressive_flow.kernel import settings
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Children, Done, TaskFailedError

KIND = "mail_invitation"
SENDING = "send_mail"


class Payload(BaseModel):
    """Which mail a task is about; `children` is what came of it."""

    mail_id: UUID
    children: list[dict[str, Any]] = []


def work(payload: dict[str, Any]) -> Done:
    """Have an invitation mailed; once it was, note that. An invitation that is not open any more has no mail."""
    wanted = Payload.model_validate(payload)
    if wanted.children:
        return lambda db: _note(db, wanted)
    links = settings.mail_links()
    if links is None:
        raise TaskFailedError("mail-off", "The platform sends no mail any more.")
    with transactions.begin(role="scheduler") as db:
        invited = repository.begin_mail(db, wanted.mail_id)
    if invited is None:
        return {"not_mailed": "closed"}
    if invited.not_mailed:
        return {"not_mailed": invited.not_mailed}
    return Children(SENDING, [wording.compose(invited, links).model_dump()])


def _note(db: Transaction, wanted: Payload) -> dict[str, Any]:
    repository.note_mailed(db, wanted.mail_id)
    return wanted.children[0]
