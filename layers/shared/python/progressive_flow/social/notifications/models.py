"""Notifications in requests and responses."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.changes import Changes

NotificationId = Annotated[UUID, Field(description="Id of a notification.")]
UnreadFilter = Annotated[bool, Field(description="Only those not read yet.")]


NotificationType = Literal["achievement", "level_complete", "streak", "streak_reminder", "challenge_unlock"]


class Notification(BaseModel):
    """A notification. `action_url` is relative to the client's own address."""

    id: UUID
    type: NotificationType
    title: str
    message: str
    action_url: str | None
    is_read: bool
    created_at: datetime
    read_at: datetime | None


class NotificationChanges(Changes):
    """Whether it was read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"is_read": True}]})

    is_read: bool


class ReadMarker(BaseModel):
    """How far the learner has read: that notification and all before it count as read."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"notification_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"}]}
    )

    notification_id: UUID


class MarkedRead(BaseModel):
    """How many notifications became read, and how many are still unread."""

    marked: int
    unread: int
