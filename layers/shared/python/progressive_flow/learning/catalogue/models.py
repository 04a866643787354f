"""The catalogue as learners read it: never a solution before it is earned, never a hidden test."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Difficulty = Literal["beginner", "intermediate", "advanced"]
Status = Literal["not_started", "in_progress", "completed"]

TrackFilter = Annotated[str, Field(max_length=100, description="Slug of a track.", examples=["systems"])]
CategoryFilter = Annotated[str, Field(max_length=100, description="Category, such as caching.")]
DifficultyFilter = Annotated[Difficulty, Field(description="Base difficulty.")]
TagFilter = Annotated[str, Field(max_length=100, description="A tag the challenge carries.")]
StatusFilter = Annotated[Status, Field(description="The learner's progress.")]
Words = Annotated[
    str, Field(max_length=200, description="Words to search title, description and tags for.", examples=["cache"])
]


class Track(BaseModel):
    """A learning track, with what the learner has of it."""

    slug: str
    organization: str = Field(description="Slug of the organization that owns it.")
    title: str
    description: str
    difficulty_level: Literal["fundamentals", "concepts", "systems"] = Field(
        description="How demanding: fundamentals come first, then concepts, then whole systems."
    )
    estimated_hours: int | None
    order: int
    prerequisites: list[str] = Field(description="Slugs of the tracks that come before.")
    total_challenges: int
    challenges_completed: int


class Lesson(BaseModel):
    """A lesson and its challenges, by slug."""

    slug: str
    title: str
    challenges: list[str]


class Module(BaseModel):
    """A module and its lessons."""

    slug: str
    title: str
    description: str
    lessons: list[Lesson]


class TrackDetail(Track):
    """A track with its modules."""

    modules: list[Module]


class Concept(BaseModel):
    """A chapter of "Designing Data-Intensive Applications" that the challenge draws on."""

    chapter: int
    topic: str


class ChallengeRow(BaseModel):
    """A challenge in a list, with the learner's progress."""

    slug: str
    organization: str = Field(description="Slug of the organization that owns it.")
    title: str
    description: str
    kind: Literal["system_design", "code"]
    category: str
    track: str
    order_in_track: int
    track_order: int = Field(exclude=True)
    difficulty: Difficulty
    xp_base: int
    estimated_minutes: int
    ddia_concepts: list[Concept]
    tags: list[str]
    level_count: int
    published_levels: int
    status: Status
    unlocked: bool
    levels_completed: list[int]
    best_score: float | None
    xp_earned: int
    total_attempts: int


class LevelRow(BaseModel):
    """A level in its challenge's overview."""

    level: int
    name: str
    xp_reward: int = Field(
        description="Paid for the first pass. The pass that completes the challenge pays the challenge's own XP on top."
    )
    estimated_minutes: int
    completed: bool


class Prerequisite(BaseModel):
    """A challenge that comes first."""

    slug: str
    title: str
    completed: bool


class ChallengeDetail(ChallengeRow):
    """A challenge with its published levels and its prerequisites."""

    statement: str = Field(
        description="Markdown: the system, what it must do, how well, and the estimates; empty if not written yet."
    )
    lesson: str
    module: str
    version: int
    levels: list[LevelRow] = Field(description="The published ones; a challenge may have none yet.")
    prerequisites: list[Prerequisite]
    publication_note: str | None = Field(description="Says which levels are not published yet; null if all are.")
