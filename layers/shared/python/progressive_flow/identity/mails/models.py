"""Who is mailed no more, as administrators see it, and what ends mails."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from progressive_flow.identity.accounts.models import Email

Category = Literal["all", "invitations"]
SuppressionReason = Literal["bounce", "complaint", "unsubscribed"]
SuppressedEmail = Annotated[Email, Field(description="An address, whatever its case.", examples=["ada@example.com"])]
UnsubscriptionToken = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]{1,40}\.[a-z]{1,40}\.[0-9a-f]{64}\.[0-9a-f]{64}$"),
    Field(description="What the link of a mail has: it names a category of mails and the hash of an address."),
]


class EmailSuppression(BaseModel):
    """What an address is mailed nothing of, or was until it was lifted."""

    category: Category = Field(description="`all`, or the category of mails that ended.")
    reason: SuppressionReason = Field(
        description="A mail bounced for good, the receiver called one unwanted, or they unsubscribed."
    )
    created_at: datetime = Field(description="When that happened.")
    lifted_at: datetime | None = Field(description="When an administrator lifted it; null while it holds.")


class EmailSuppressions(BaseModel):
    """What an address is mailed nothing of."""

    items: list[EmailSuppression] = Field(description="By category; none for an address that is mailed everything.")
