"""Notifications in requests and responses."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.changes import Changes

NotificationId = Annotated[UUID, Field(description="Id of a notification.")]
UnreadFilter = Annotated[bool, Field(description="Only those not read yet.")]


NotificationType = Literal[
    "achievement",
    "achievement_revoked",
    "achievement_restored",
    "level_complete",
    "streak",
    "streak_reminder",
    "challenge_unlock",
    "new_version",
    "case_decided",
]


class Notification(BaseModel):
    """A notification. `action_url` is relative to the client's own address."""

    id: UUID = Field(description="Id of the notification.")
    type: NotificationType = Field(description="What it is about.")
    title: str = Field(description="A few words, for people.")
    message: str = Field(description="A sentence, for people.")
    action_url: str | None = Field(
        description="Path in the client, relative to its own address; null if there is nothing to open."
    )
    is_read: bool = Field(description="Whether the learner marked it as read.")
    created_at: datetime = Field(description="When it was made.")
    read_at: datetime | None = Field(description="When it was marked as read; null until then.")


class NotificationChanges(Changes):
    """Whether it was read."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"is_read": True}]})

    is_read: bool = Field(description="True marks it as read, false as not read.")


class ReadMarker(BaseModel):
    """How far the learner has read: that notification and all before it count as read."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"notification_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"}]}
    )

    notification_id: UUID = Field(description="Id of the newest notification that was read.")


class MarkedRead(BaseModel):
    """How many notifications became read, and how many are still unread."""

    marked: int = Field(description="How many became read.")
    unread: int = Field(description="How many are still not read.")
