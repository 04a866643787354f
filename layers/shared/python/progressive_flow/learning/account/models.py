"""Learners as they see themselves."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.identity.users.models import Visibility


class Me(BaseModel):
    """The caller's own account."""

    id: UUID
    email: str | None = Field(description="Null until the identity provider delivered it.")
    username: str
    display_name: str | None
    avatar_url: str | None
    skill_level: Literal["beginner", "intermediate", "advanced"]
    onboarding_completed: bool
    preferences: dict[str, Any]
    time_zone: str
    time_zone_since: datetime | None = Field(description="When a new zone begins to hold: the next local midnight.")
    visibility: Visibility
    organizations: list[str] = Field(description="Slugs of the organizations the learner belongs to.")
    total_xp: int
    current_level: int
    created_at: datetime
    updated_at: datetime
    last_active_at: datetime
