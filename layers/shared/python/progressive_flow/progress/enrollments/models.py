"""Enrollments and progress per track."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import Title, TrackReference

Status = Literal["not_started", "in_progress", "completed"]


class TrackProgress(BaseModel):
    """A track and how far the learner is."""

    slug: TrackReference
    title: Title
    difficulty_level: Literal["fundamentals", "concepts", "systems"] = Field(
        description="How demanding: fundamentals come first, then concepts, then whole systems."
    )
    status: Status = Field(description="The learner's progress.")
    progress_percentage: float = Field(description="Share of its challenges that are completed, 0 to 100.")
    challenges_completed: int = Field(description="How many of its challenges the learner completed.")
    total_challenges: int = Field(description="How many published challenges it has.")
    enrolled_at: datetime | None = Field(description="When the learner began to follow it; null if they do not.")
    unlock_date: datetime | None = Field(description="When the tracks before it were completed; it locks nothing.")
    start_date: datetime | None = Field(
        description="When the learner first submitted to one of its challenges; null until then."
    )
    completion_date: datetime | None = Field(
        description="When all were completed first; stays when the track grows. Null until then."
    )


class Enrollment(BaseModel):
    """That the learner follows a track."""

    track: TrackReference
    enrolled_at: datetime = Field(description="When the learner began to follow it.")
