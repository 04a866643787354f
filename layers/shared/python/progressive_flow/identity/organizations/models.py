"""Organizations, as their members and the platform's administrator see them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.identity.accounts.models import DOMAIN

OrganizationSlug = Annotated[
    str,
    Field(
        pattern="^[a-z0-9][a-z0-9-]{0,99}$",
        description="Slug of an organization: what references of its content begin with. It never changes.",
        examples=["acme"],
    ),
]
OrganizationName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    Field(description="Name, for people.", examples=["Acme Academy"]),
]
MaxMembers = Annotated[
    int, Field(ge=1, le=1_000_000, description="How many may belong to it, suspended members included.")
]
EmailDomains = Annotated[
    list[
        Annotated[
            str,
            StringConstraints(
                strip_whitespace=True,
                to_lower=True,
                max_length=253,
                pattern=f"^{DOMAIN}$",
            ),
        ]
    ],
    Field(
        max_length=20,
        description="Who has a verified address of one of these domains may join as a learner, without an invitation.",
        examples=[["example.com"]],
    ),
]
MaxItems = Annotated[
    int, Field(ge=1, le=1_000_000, description="How many items its authors may have, drafts included.")
]
ReviewsRequired = Annotated[
    int, Field(ge=0, le=2, description="How many reviewers approve a revision before it is published.")
]
MaxBytes = Annotated[
    int,
    Field(
        ge=1,
        le=1_099_511_627_776,
        description="How many bytes its uploads may take, those included that were requested and did not arrive yet.",
    ),
]
XpScope = Literal["platform", "organization"]
Role = Literal["learner", "author", "reviewer", "instructor", "org_admin"]


class NewOrganization(BaseModel):
    """What an organization begins with; its members are added afterwards."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"slug": "example-academy", "name": "Example Academy"}]}
    )

    slug: OrganizationSlug
    name: OrganizationName
    max_members: MaxMembers = 200


class OrganizationChanges(BaseModel):
    """What changes of an organization; what is left out stays. The platform's administrator alone sends
    `max_members`, `max_items`, `max_bytes`, `xp_scope` and `status`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "Example School"}]})

    name: OrganizationName | None = Field(default=None, description="Another name, for people.")
    email_domains: EmailDomains | None = Field(
        default=None, description="Domains whose addresses may join from now on; empty admits none."
    )
    max_members: MaxMembers | None = Field(
        default=None, description="How many may belong to it from now on; who belongs to it stays."
    )
    max_items: MaxItems | None = Field(
        default=None, description="How many items its authors may have from now on; what there is stays."
    )
    reviews_required: ReviewsRequired | None = Field(
        default=None, description="How many reviewers approve a revision before it is published, from now on."
    )
    shared_drafts: bool | None = Field(
        default=None,
        description="Whether every author may change and delete every draft from now on, and not its owner alone.",
    )
    leaderboards: bool | None = Field(
        default=None, description="Whether its leaderboards are shown from now on; their values are kept either way."
    )
    max_bytes: MaxBytes | None = Field(
        default=None, description="How many bytes its uploads may take from now on; what there is stays."
    )
    xp_scope: XpScope | None = Field(
        default=None, description="Whose XP its content pays from now on; what was paid before stays as it is."
    )
    status: Literal["active", "closed"] | None = Field(
        default=None, description="Nobody belongs to a closed organization; opening it gives memberships back."
    )


class Organization(BaseModel):
    """An organization, and what the caller is in it."""

    slug: OrganizationSlug
    name: str = Field(description="Name, for people.")
    status: Literal["active", "closed"] = Field(description="Whether it is open.")
    roles: list[str] = Field(
        description="The caller's roles in it; empty for a platform administrator who is no member."
    )
    members: int | None = Field(
        description="How many belong to it, suspended members included; null for `public`, to which everybody belongs."
    )
    max_members: int | None = Field(description="How many may belong to it; null without a limit.")
    max_items: MaxItems
    reviews_required: ReviewsRequired
    shared_drafts: bool = Field(
        description="Whether every author may change and delete every draft, and not its owner alone."
    )
    leaderboards: bool = Field(description="Whether leaderboards of its members are shown.")
    max_bytes: MaxBytes
    xp_scope: XpScope = Field(
        description="Whose XP its content pays: the platform's, as `public` does, or its own, which counts on its"
        " leaderboards alone and makes no day of a streak."
    )
    email_domains: EmailDomains
    created_at: datetime = Field(description="When it was created.")
    closed_at: datetime | None = Field(description="When it was closed; null while it is open.")
