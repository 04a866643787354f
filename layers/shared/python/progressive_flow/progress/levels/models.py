"""A learner's progress per challenge and level."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from progressive_flow.progress.enrollments.models import Status

StatusFilter = Annotated[Status, Field(description="Only challenges in this state.")]


class LevelProgress(BaseModel):
    """A published level and what the learner has of it."""

    level: int
    name: str
    completed: bool
    xp_reward: int = Field(
        description="Paid for the first pass. The pass that completes the challenge pays the challenge's own XP on top."
    )
    best_score: float | None
    attempts: int


class ChallengeProgress(BaseModel):
    """A challenge that is open to the learner, or that they tried."""

    slug: str
    organization: str = Field(description="Slug of the organization that owns it.")
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
    levels: list[LevelProgress]


class PrerequisiteProgress(BaseModel):
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
    items: list[PrerequisiteProgress]
