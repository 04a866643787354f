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

    id: UUID = Field(description="Id of the entry.")
    actor_id: UUID | None = Field(description="Null when the platform itself acted.")
    action: str = Field(description="What was done, as `subject.verb`: a value of the filter `action`.")
    subject_type: str = Field(description="Kind of what it was done to: a value of the filter `subject_type`.")
    subject_id: str = Field(description="An id, or the slug of an achievement or a skill.")
    detail: dict[str, Any] = Field(description="What else the action says, by its kind.")
    created_at: datetime = Field(description="When it was done.")


class AuditFilters(BaseModel):
    """Which entries are wanted; null filters nothing."""

    subject_type: str | None
    subject_id: str | None
    actor_id: UUID | None
    action: str | None
    since: datetime | None
    until: datetime | None
    organization: str | None = None
