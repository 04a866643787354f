"""Learning sessions in requests and responses."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.changes import Changes

SessionId = Annotated[UUID, Field(description="Id of a learning session.")]
SessionType = Literal["challenge", "assessment", "lesson"]
EXAMPLE: dict[str, Any] = {"session_type": "challenge", "resource_id": "url-shortener"}


class NewSession(BaseModel):
    """What the learner sits down to. Time is measured by the server and not accepted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    session_type: SessionType
    resource_id: str = Field(
        min_length=1, max_length=255, description="Slug of a challenge or lesson, id of an assessment."
    )
    metadata: dict[str, Any] = Field(default_factory=dict, max_length=50)


class SessionChanges(Changes):
    """A sign of life, or the end. Send one every few minutes: gaps count 30 minutes at most."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"state": "ended", "completed": True}]})

    state: Literal["active", "ended"] = "active"
    completed: bool = Field(default=False, description="Whether what was begun is done; counts when it ends.")
    metadata: dict[str, Any] | None = Field(default=None, max_length=50)


class Session(BaseModel):
    """A learning session."""

    id: UUID
    session_type: SessionType
    resource_id: str | None
    start_time: datetime
    last_seen_at: datetime
    end_time: datetime | None
    duration_minutes: int
    xp_earned: int = Field(description="What the ledger paid meanwhile; 0 until it ends.")
    completed: bool
    metadata: dict[str, Any]
