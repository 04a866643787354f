"""Members of an organization, as its staff sees them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.identity.organizations.models import Role

RoleFilter = Annotated[Role, Field(description="Only members with this role.")]
MemberStatus = Literal["active", "suspended"]
StatusFilter = Annotated[MemberStatus, Field(description="Only members with this status.")]
MemberSearch = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255),
    Field(
        description="Only members whose address, username or display name begins so, whatever its case.",
        examples=["ada@"],
    ),
]
MemberId = Annotated[UUID, Field(description="Id of a member: `user_id` in the list of members.")]


def each_once(roles: list[Role]) -> list[Role]:
    """Return roles in one order, each once, so that sending them in another order changes nothing."""
    return sorted(set(roles))


class SavedMember(BaseModel):
    """What somebody is in an organization."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"roles": ["learner", "author"], "status": "active"}]}
    )

    roles: Annotated[list[Role], AfterValidator(each_once)] = Field(
        min_length=1, max_length=5, description="What the member may do: all that any of the roles allows."
    )
    status: MemberStatus = Field(
        default="active", description="A suspended member is treated as none, and takes up again where they were."
    )


class Member(BaseModel):
    """A member of an organization."""

    user_id: UUID = Field(description="Id of the user.")
    username: str = Field(description="Unique name of the user.")
    display_name: str | None = Field(description="Name that others may see; null shows the username instead.")
    email: str | None = Field(description="Address of the account; null until the identity provider delivered it.")
    roles: list[Role] = Field(description="Roles in the organization.")
    status: MemberStatus = Field(description="Whether the member is suspended.")
    created_at: datetime = Field(description="Since when they belong to it.")
