"""A learner's activity."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field


class Activity(BaseModel):
    """Something the learner did."""

    activity_type: Literal["level_passed", "level_attempted", "achievement_unlocked", "assessment_completed"]
    occurred_at: datetime
    resource: str
    title: str
    details: dict[str, Any]
    event_id: UUID = Field(exclude=True)
