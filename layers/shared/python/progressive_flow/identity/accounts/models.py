"""Accounts at the identity provider, and bundles of what is held of a learner."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.identity.users.models import DisplayName

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=255, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
]
Group = Literal["platform_admin"]


class NewAccount(BaseModel):
    """Somebody whom an administrator lets in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"email": "ada@example.com", "display_name": "Ada", "invite": True}]},
    )

    email: Email
    display_name: DisplayName | None = None
    groups: list[Group] = Field(default=[], max_length=5)
    invite: bool = Field(default=True, description="Whether the identity provider mails a first password.")


class Account(BaseModel):
    """An account as it was made; the learner's rows follow with their first request."""

    id: UUID
    email: str
    display_name: str | None
    groups: list[Group]
    invited: bool
