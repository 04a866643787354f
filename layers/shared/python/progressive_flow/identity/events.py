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


class OrganizationCreated(Event):
    """An organization was created; it has no members yet."""

    topic: ClassVar[str] = "organization.created"

    organization: str = Field(description="Slug of the organization.")
    name: str = Field(description="Name of the organization.")


class OrganizationClosed(Event):
    """An organization was closed: nobody belongs to it until it is opened again."""

    topic: ClassVar[str] = "organization.closed"

    organization: str = Field(description="Slug of the organization.")


class OrganizationOpened(Event):
    """A closed organization was opened again; its members have the roles that they had."""

    topic: ClassVar[str] = "organization.opened"

    organization: str = Field(description="Slug of the organization.")


class MemberJoined(Event):
    """Somebody became a member of an organization."""

    topic: ClassVar[str] = "member.joined"

    organization: str = Field(description="Slug of the organization.")
    roles: list[str] = Field(description="Their roles in it.")
    status: str = Field(description="Whether the member is `active` or `suspended`.")


class MemberChanged(Event):
    """A member's roles or status were saved."""

    topic: ClassVar[str] = "member.changed"

    organization: str = Field(description="Slug of the organization.")
    roles: list[str] = Field(description="Their roles in it.")
    status: str = Field(description="Whether the member is `active` or `suspended`.")


class MemberLeft(Event):
    """A member left an organization, or was removed from it."""

    topic: ClassVar[str] = "member.left"

    organization: str = Field(description="Slug of the organization.")
