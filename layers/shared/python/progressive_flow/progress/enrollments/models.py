"""Enrollments and progress per track."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

Status = Literal["not_started", "in_progress", "completed"]


class TrackProgress(BaseModel):
    """A track and how far the learner is."""

    slug: str
    title: str
    difficulty_level: Literal["fundamentals", "concepts", "systems"] = Field(
        description="How demanding: fundamentals come first, then concepts, then whole systems."
    )
    status: Status
    progress_percentage: float
    challenges_completed: int
    total_challenges: int
    enrolled_at: datetime | None
    unlock_date: datetime | None = Field(description="When the tracks before it were completed; it locks nothing.")
    start_date: datetime | None
    completion_date: datetime | None


class Enrollment(BaseModel):
    """That the learner follows a track."""

    track: str
    enrolled_at: datetime
