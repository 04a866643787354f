"""Learning sessions in requests and responses."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.changes import Changes
from progressive_flow.progress.grading_inputs.models import Missing

SessionId = Annotated[UUID, Field(description="Id of a learning session.")]
SessionType = Literal["challenge", "assessment", "lesson"]
EXAMPLE: dict[str, Any] = {"session_type": "challenge", "resource_id": "url-shortener"}


class NewSession(BaseModel):
    """What the learner sits down to. Time is measured by the server and not accepted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    session_type: SessionType = Field(description="What `resource_id` names.")
    resource_id: str = Field(
        min_length=1, max_length=255, description="Slug of a challenge or lesson, id of an assessment."
    )
    metadata: dict[str, Any] = Field(
        default_factory=dict,
        max_length=50,
        description="The client's own notes on the session, kept as they are; at most 1 kB.",
    )


class Resource(BaseModel):
    """Whether what a session names is there, and what has to be passed before a challenge that is neither open nor the day's."""

    found: bool
    missing: list[Missing] | None


class SessionChanges(Changes):
    """A sign of life, or the end. Send one every few minutes: gaps count 30 minutes at most."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"state": "ended", "completed": True}]})

    state: Literal["active", "ended"] = Field(
        default="active", description="`ended` ends the session; `active` is a sign of life."
    )
    completed: bool = Field(default=False, description="Whether what was begun is done; counts when it ends.")
    metadata: dict[str, Any] | None = Field(
        default=None, max_length=50, description="The client's own notes, in place of those before; null keeps them."
    )


class Session(BaseModel):
    """A learning session."""

    id: UUID = Field(description="Id of the session.")
    session_type: SessionType = Field(description="What `resource_id` names.")
    resource_id: str | None = Field(
        description="Reference of a challenge, slug of a lesson or id of an assessment; null if none was given."
    )
    start_time: datetime = Field(description="When it began.")
    last_seen_at: datetime = Field(description="When its last sign of life came.")
    end_time: datetime | None = Field(description="When it ended; null while it is open.")
    duration_minutes: int = Field(description="Whole minutes between its signs of life; a gap counts 30 at most.")
    xp_earned: int = Field(description="What the ledger paid meanwhile; 0 until it ends.")
    completed: bool = Field(description="Whether what was begun is done, as the client said at the end.")
    metadata: dict[str, Any] = Field(description="The client's own notes on the session.")
