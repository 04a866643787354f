"""Invitations, as an organization's administrators make them and as those who are invited see them."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from progressive_flow.identity.accounts.models import Email
from progressive_flow.identity.members.models import each_once
from progressive_flow.identity.organizations.models import OrganizationSlug, Role

InvitationId = Annotated[UUID, Field(description="Id of an invitation.")]
NotMailed = Literal["suppressed", "limit", "failed"]
InvitationStatus = Literal["open", "used", "expired", "revoked"]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[0-9A-Za-z]{4}(-?[0-9A-Za-z]{4}){3}$"),
]


class NewInvitations(BaseModel):
    """Whom an organization invites: addresses, or whoever has the code if there are none."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"emails": ["ada@example.com"], "roles": ["author"], "expires_in_days": 14}]},
    )

    emails: list[Email] = Field(
        default=[],
        max_length=100,
        description="Addresses; each gets an invitation of its own, and one that it has is renewed. Empty makes a code.",
    )
    roles: Annotated[list[Role], AfterValidator(each_once)] = Field(
        default=["learner"],
        min_length=1,
        max_length=5,
        description="Roles of who joins. A code can be passed on, so it makes learners only.",
    )
    max_uses: int = Field(default=1, ge=1, le=1000, description="How many may join by the code; an address joins once.")
    expires_in_days: int = Field(default=14, ge=1, le=90, description="After how many days nobody joins by it.")

    @field_validator("roles")
    @classmethod
    def _a_code_makes_learners(cls, roles: list[Role], given: ValidationInfo) -> list[Role]:
        if not given.data.get("emails", True) and roles != ["learner"]:
            raise PydanticCustomError("code_roles", "A code makes learners only: invite addresses for other roles.")
        return roles

    @field_validator("max_uses")
    @classmethod
    def _an_address_joins_once(cls, uses: int, given: ValidationInfo) -> int:
        if given.data.get("emails") and uses != 1:
            raise PydanticCustomError("address_uses", "An address joins once: leave max_uses out, or make a code.")
        return uses


class Invitation(BaseModel):
    """An invitation, as an organization's administrators see it."""

    id: UUID = Field(description="Id of the invitation.")
    email: str | None = Field(description="Address that is invited; null for a code.")
    roles: list[Role] = Field(description="Roles of who joins by it.")
    status: InvitationStatus = Field(description="Whether somebody can still join by it, or why nobody can.")
    uses: int = Field(description="How many joined by it.")
    max_uses: int = Field(description="How many may join by it.")
    created_at: datetime = Field(description="When it was made, or renewed.")
    expires_at: datetime = Field(description="From when on nobody joins by it.")
    mailed_at: datetime | None = Field(description="When its mail was sent; null until then, and for a code.")
    not_mailed: NotMailed | None = Field(
        description=(
            "Why the address has no mail of it: it takes none (`suppressed`), there were too many mails in a day (`limit`),"
            " or the mail service refused it (`failed`). Null where it was mailed or will be, and where no mail is sent."
        )
    )


class MadeInvitations(BaseModel):
    """The invitations that were made."""

    items: list[Invitation] = Field(description="One for each address, or the one with the code.")
    code: str | None = Field(
        description="The code, which is shown in this answer alone; null for addresses.",
        examples=["7KQ2-M4XD-9TBC-HW3F"],
    )


class OwnInvitation(BaseModel):
    """An open invitation to the caller's address."""

    id: UUID = Field(description="Id of the invitation: send it as `invitation` to join.")
    organization: OrganizationSlug
    name: str = Field(description="Name of the organization, for people.")
    roles: list[Role] = Field(description="Roles of who joins by it.")
    created_at: datetime = Field(description="When it was made, or renewed.")
    expires_at: datetime = Field(description="From when on nobody joins by it.")


class OwnInvitations(BaseModel):
    """The open invitations to the caller's address."""

    items: list[OwnInvitation] = Field(description="The newest first, at most 100.")


class Joining(BaseModel):
    """By what somebody joins an organization: one of the three."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"code": "7KQ2-M4XD-9TBC-HW3F"}], "minProperties": 1, "maxProperties": 1},
    )

    invitation: UUID | None = Field(default=None, description="Id of an invitation to the caller's address.")
    code: Code | None = Field(default=None, description="Code of an invitation, with or without its hyphens.")
    organization: OrganizationSlug | None = Field(
        default=None, description="An organization that admits the domain of the caller's address."
    )

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if sum(given is not None for given in (self.invitation, self.code, self.organization)) != 1:
            raise PydanticCustomError("one_of", "Send one of invitation, code and organization.")
        return self
