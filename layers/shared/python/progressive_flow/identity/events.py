"""Events about users and their accounts."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.kernel.events.models import Event


class AccountRequested(Event):
    """An administrator requested an account for somebody; the address leaves the log when the event is published."""

    topic: ClassVar[str] = "account.requested"

    request_id: UUID = Field(description="Id of the request, which the audit log has.")
    email: str = Field(description="Address of whom the account is for.")
    display_name: str | None = Field(default=None, description="Name to show.")
    invite: bool = Field(description="Whether the identity provider mails a first password.")


class UserErased(Event):
    """A learner was erased; what is kept outside the database has to be deleted too."""

    topic: ClassVar[str] = "user.erased"

    user_id: UUID = Field(description="Id that the learner had; it belongs to nobody now.")
