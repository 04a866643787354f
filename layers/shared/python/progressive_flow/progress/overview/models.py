"""Where a learner stands: challenges, tracks, what they did lately."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

Status = Literal["not_started", "in_progress", "completed"]
StatusFilter = Annotated[Status, Field(description="Only challenges in this state.")]


class LevelStanding(BaseModel):
    """A published level and what the learner has of it."""

    level: int
    name: str
    completed: bool
    xp_reward: int
    best_score: float | None
    attempts: int


class ChallengeStanding(BaseModel):
    """A challenge that is open to the learner, or that they tried."""

    slug: str
    title: str
    category: str
    track: str
    track_order: int = Field(exclude=True)
    order_in_track: int
    status: Status
    current_level: int
    levels_completed: list[int]
    unlock_date: datetime | None
    start_date: datetime | None
    completion_date: datetime | None
    total_attempts: int
    total_time_spent_minutes: int
    best_score: float | None
    xp_earned: int
    levels: list[LevelStanding]


class TrackStanding(BaseModel):
    """A track and how far the learner is."""

    slug: str
    title: str
    difficulty_level: Literal["fundamentals", "concepts", "systems"]
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


class Activity(BaseModel):
    """Something the learner did."""

    activity_type: Literal["level_passed", "level_attempted", "achievement_unlocked", "assessment_completed"]
    occurred_at: datetime
    resource: str
    title: str
    details: dict[str, Any]
    event_id: UUID = Field(exclude=True)


class PrerequisiteStanding(BaseModel):
    """A challenge that comes first, and whether the learner has completed it."""

    slug: str
    title: str
    completed: bool
    unlocked: bool


class Prerequisites(BaseModel):
    """What a challenge needs and whether the learner has it."""

    challenge: str
    unlocked: bool = Field(description="Open to the learner, by prerequisites or by a grant.")
    all_completed: bool
    items: list[PrerequisiteStanding]
