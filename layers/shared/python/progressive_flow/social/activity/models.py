"""A learner's activity."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import Title


class Activity(BaseModel):
    """Something the learner did."""

    activity_type: Literal["level_passed", "level_attempted", "achievement_unlocked", "assessment_completed"] = Field(
        description="What happened."
    )
    occurred_at: datetime = Field(description="When it happened.")
    resource: str = Field(description="Reference of the challenge or achievement, or type of the assessment.")
    title: Title
    details: dict[str, Any] = Field(
        description="More on it: level, score and XP; rarity and XP; or score and recommended skill level."
    )
    event_id: UUID = Field(exclude=True)
