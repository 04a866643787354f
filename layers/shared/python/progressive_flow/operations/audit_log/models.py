"""What administrators read in the audit log."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

SubjectTypeFilter = Annotated[
    str, Field(pattern="^[a-z_]{1,60}$", description="Only what was done to this kind of subject.", examples=["user"])
]
SubjectFilter = Annotated[
    str, Field(min_length=1, max_length=255, description="Only what was done to this subject, by its id or slug.")
]
ActorFilter = Annotated[UUID, Field(description="Only what this administrator or learner did.")]
ActionFilter = Annotated[
    str,
    Field(pattern="^[a-z_]{1,60}[.][a-z_]{1,60}$", description="Only this action.", examples=["xp.corrected"]),
]
SinceFilter = Annotated[AwareDatetime, Field(description="Only from this instant on.")]
UntilFilter = Annotated[AwareDatetime, Field(description="Only before this instant.")]


class AuditEntry(BaseModel):
    """Who did what to which subject."""

    id: UUID
    actor_id: UUID | None = Field(description="Null when the platform itself acted.")
    action: str
    subject_type: str
    subject_id: str = Field(description="An id, or the slug of an achievement or a skill.")
    detail: dict[str, Any] = Field(description="What else the action says, by its kind.")
    created_at: datetime


class AuditFilters(BaseModel):
    """Which entries are wanted; null filters nothing."""

    subject_type: str | None
    subject_id: str | None
    actor_id: UUID | None
    action: str | None
    since: datetime | None
    until: datetime | None
