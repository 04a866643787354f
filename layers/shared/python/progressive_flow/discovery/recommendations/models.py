"""Recommendations and what they are made of."""

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field

Difficulty = Literal["beginner", "intermediate", "advanced"]
Reason = Literal["continue", "weakness", "enrolled", "level", "stretch", "almost_open", "improve"]
Count = Annotated[int, Field(ge=1, le=20, description="How many at most.")]


class Candidate(NamedTuple):
    """A challenge with published levels, and what the learner has of it."""

    slug: str
    title: str
    category: str
    difficulty: Difficulty
    xp_base: int
    estimated_minutes: int
    track: str
    track_order: int
    order_in_track: int
    track_ready: bool
    enrolled: bool
    unlocked: bool
    status: str
    levels_completed: int
    published_levels: int
    best_score: float | None
    missing: list[str]
    weakness: bool


class Recommendation(BaseModel):
    """A challenge to take up next, and why."""

    slug: str
    title: str
    track: str
    category: str
    difficulty: Difficulty
    xp_base: int
    estimated_minutes: int
    reason: Reason
    why: str


class Recommendations(BaseModel):
    """What to take up next, best first. Empty only when everything is perfect."""

    skill_level: Difficulty
    items: list[Recommendation]
