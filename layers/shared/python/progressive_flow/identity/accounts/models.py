"""Accounts at the identity provider, as administrators request them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.identity.users.models import DisplayName

# A domain name of at least two labels, in letters of either case.
DOMAIN = r"([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=255,
        pattern=rf"^[^@\s]+@{DOMAIN}$",
    ),
]


class NewAccount(BaseModel):
    """Somebody whom an administrator lets in, as a learner: groups are given by operators, at the identity provider."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"email": "ada@example.com", "display_name": "Ada", "invite": True}]},
    )

    email: Email = Field(description="Address with which the person will sign in.")
    display_name: DisplayName | None = Field(
        default=None, description="Name that others may see; null shows the username instead."
    )
    invite: bool = Field(default=True, description="Whether the identity provider mails a first password.")


class AccountRequest(BaseModel):
    """A request that was written down; the account follows within minutes, the learner's rows with their first request."""

    id: UUID = Field(description="Names the request in the audit log.")
    invited: bool = Field(description="Whether the identity provider mails a first password.")
