"""Recommendations and what they are made of."""

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import ChallengeReference, Title, TrackReference

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

    slug: ChallengeReference
    title: Title
    track: TrackReference
    category: str = Field(description="Subject of the challenge, such as caching.")
    difficulty: Difficulty = Field(description="Base difficulty of the challenge.")
    xp_base: int = Field(description="XP for completing the challenge, beside those of its levels.")
    estimated_minutes: int = Field(description="Estimated minutes for the whole challenge.")
    reason: Reason = Field(description="Why it is recommended, as a word that stays the same.")
    why: str = Field(description="Why it is recommended, as a sentence for people.")


class Recommendations(BaseModel):
    """What to take up next, best first. Empty only when everything is perfect."""

    skill_level: Difficulty = Field(description="The learner's skill level, which the difficulty is compared with.")
    items: list[Recommendation] = Field(description="The challenges, best first.")
