"""Learners as they see themselves."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.identity.users.models import Visibility
from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import TotalXp, UserLevel

EXAMPLE: dict[str, Any] = {
    "id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
    "email": "ada@example.com",
    "username": "ada",
    "display_name": "Ada",
    "avatar_url": None,
    "skill_level": "intermediate",
    "onboarding_completed": True,
    "preferences": {"theme": "dark"},
    "time_zone": "Europe/Berlin",
    "time_zone_since": None,
    "visibility": "public",
    "organizations": ["public"],
    "total_xp": 430,
    "current_level": 3,
    "created_at": "2026-05-04T08:00:00Z",
    "updated_at": "2026-05-06T09:30:00Z",
    "last_active_at": "2026-05-06T09:30:00Z",
}


class Me(BaseModel):
    """The caller's own account."""

    model_config = with_example(EXAMPLE)

    id: UUID = Field(description="Id of the user: the subject of the access token.")
    email: str | None = Field(description="Null until the identity provider delivered it.")
    username: str = Field(description="Unique name; the user may change it.")
    display_name: str | None = Field(description="Name that others may see; null shows the username instead.")
    avatar_url: str | None = Field(description="Address of the user's image; null if there is none.")
    skill_level: Literal["beginner", "intermediate", "advanced"] = Field(
        description="What the initial assessment recommended; `beginner` before it."
    )
    onboarding_completed: bool = Field(description="Whether the initial assessment was completed or skipped.")
    preferences: dict[str, Any] = Field(description="The client's own settings, as they were sent.")
    time_zone: str = Field(description="IANA name of the zone in which the learner's days count.")
    time_zone_since: datetime | None = Field(description="When a new zone begins to hold: the next local midnight.")
    visibility: Visibility = Field(
        description="What others see: the name, a pseudonym that the server draws, or nothing."
    )
    organizations: list[str] = Field(description="Slugs of the organizations the learner belongs to.")
    total_xp: TotalXp
    current_level: UserLevel
    created_at: datetime = Field(description="When the user was created.")
    updated_at: datetime = Field(description="When the account was last changed.")
    last_active_at: datetime = Field(description="When the learner last did something that is recorded, to the minute.")
