"""Events about users."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.kernel.events.models import Event


class UserErased(Event):
    """A learner was erased; what is kept outside the database has to be deleted too."""

    topic: ClassVar[str] = "user.erased"

    user_id: UUID = Field(description="Id that the learner had; it belongs to nobody now.")
