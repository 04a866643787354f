"""A learner's progress per challenge and level."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import (
    BestOfChallenge,
    BestScore,
    ChallengeReference,
    Level,
    Title,
    TrackReference,
)
from progressive_flow.progress.enrollments.models import Status

StatusFilter = Annotated[Status, Field(description="Only challenges in this state.")]


class LevelProgress(BaseModel):
    """A published level and what the learner has of it."""

    level: Level
    name: str = Field(description="Name of the level.")
    completed: bool = Field(description="Whether the learner passed it.")
    xp_reward: int = Field(
        description="Paid for the first pass. The pass that completes the challenge pays the challenge's own XP on top."
    )
    best_score: BestScore
    attempts: int = Field(description="How often the learner submitted to it.")


class ChallengeProgress(BaseModel):
    """A challenge that is open to the learner, or that they tried."""

    slug: ChallengeReference
    organization: str = Field(description="Slug of the organization that owns it.")
    title: Title
    category: str = Field(description="Subject of the challenge, such as caching.")
    track: TrackReference
    track_order: int = Field(exclude=True)
    order_in_track: int = Field(description="Place in its track, ascending.")
    status: Status = Field(description="The learner's progress.")
    current_level: int = Field(description="Highest level passed; 0 before the first.")
    levels_completed: list[int] = Field(description="Numbers of the levels passed, ascending.")
    unlock_date: datetime | None = Field(description="When it was unlocked; null while it is locked.")
    start_date: datetime | None = Field(description="When the learner first submitted to it; null until then.")
    completion_date: datetime | None = Field(description="When the last of its levels was passed; null until then.")
    total_attempts: int = Field(description="How often the learner submitted to its levels.")
    total_time_spent_minutes: int = Field(description="Minutes that the server measured on its levels.")
    best_score: BestOfChallenge
    xp_earned: int = Field(description="XP that the learner earned on it.")
    levels: list[LevelProgress] = Field(description="Its published levels, in order.")


class PrerequisiteProgress(BaseModel):
    """A challenge that comes first, and whether the learner has completed it."""

    slug: ChallengeReference
    title: Title
    completed: bool = Field(description="Whether the learner completed it.")
    unlocked: bool = Field(description="Whether the learner may attempt it.")


class Prerequisites(BaseModel):
    """What a challenge needs and whether the learner has it."""

    challenge: ChallengeReference
    unlocked: bool = Field(description="Open to the learner, by prerequisites or by a grant.")
    all_completed: bool = Field(description="Whether the learner completed all of them.")
    items: list[PrerequisiteProgress] = Field(description="The challenges that come first.")
