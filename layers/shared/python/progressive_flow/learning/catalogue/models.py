"""The catalogue as learners read it: never a solution before it is earned, never a hidden test."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import BestOfChallenge, ChallengeReference, Level, Title, TrackReference

Difficulty = Literal["beginner", "intermediate", "advanced"]
Status = Literal["not_started", "in_progress", "completed"]
Sort = Literal["track", "title", "difficulty", "estimated_minutes"]

TrackFilter = Annotated[str, Field(max_length=100, description="Slug of a track.", examples=["systems"])]
CategoryFilter = Annotated[str, Field(max_length=100, description="Category, such as caching.")]
DifficultyFilter = Annotated[Difficulty, Field(description="Base difficulty.")]
TagFilter = Annotated[str, Field(max_length=100, description="A tag the challenge carries.")]
StatusFilter = Annotated[Status, Field(description="The learner's progress.")]
UnlockedFilter = Annotated[bool, Field(description="Whether the learner may attempt it.")]
SortOrder = Annotated[
    Sort, Field(description="What comes first: the order of the tracks, which also decides among equals, or the least.")
]
Words = Annotated[
    str, Field(max_length=200, description="Words to search title, description and tags for.", examples=["cache"])
]


class Track(BaseModel):
    """A learning track, with what the learner has of it."""

    slug: str = Field(description="Reference of the track, for addresses.")
    organization: str = Field(description="Slug of the organization that owns it.")
    title: Title
    description: str = Field(description="What the track is about, for people.")
    difficulty_level: Literal["fundamentals", "concepts", "systems"] = Field(
        description="How demanding: fundamentals come first, then concepts, then whole systems."
    )
    estimated_hours: int | None = Field(description="Hours that the whole track takes; null if nobody estimated it.")
    order: int = Field(description="Place among the tracks of its organization, ascending.")
    prerequisites: list[str] = Field(description="Slugs of the tracks that come before.")
    total_challenges: int = Field(description="How many published challenges it has.")
    challenges_completed: int = Field(description="How many of them the learner has completed.")


class LessonItem(BaseModel):
    """A page or a challenge of a lesson."""

    kind: Literal["page", "challenge"] = Field(description="Whether it is read or solved.")
    slug: str = Field(description="Reference of it, for addresses.")
    title: Title
    estimated_minutes: int = Field(description="Estimated minutes for it.")
    completed: bool = Field(description="Whether the learner has read it, or completed it.")


class Lesson(BaseModel):
    """A lesson and its challenges, by slug."""

    slug: str = Field(description="Slug of the lesson.")
    title: Title
    challenges: list[str] = Field(description="References of its published challenges, in order.")
    items: list[LessonItem] = Field(description="Its published pages and challenges, in the order to work through.")


class Module(BaseModel):
    """A module and its lessons."""

    slug: str = Field(description="Slug of the module.")
    title: Title
    description: str = Field(description="What the module is about, for people.")
    lessons: list[Lesson] = Field(description="Its published lessons, in order.")


class TrackDetail(Track):
    """A track with its modules."""

    modules: list[Module] = Field(description="Its published modules, in order.")


class Concept(BaseModel):
    """A chapter of "Designing Data-Intensive Applications" that the challenge draws on."""

    chapter: int = Field(description="Number of the chapter.")
    topic: str = Field(description="What of the chapter is drawn on.")


class ChallengeRow(BaseModel):
    """A challenge in a list, with the learner's progress."""

    slug: str = Field(description="Reference of the challenge, for addresses.")
    organization: str = Field(description="Slug of the organization that owns it.")
    title: Title
    description: str = Field(description="What is to be designed, in a few sentences.")
    kind: Literal["system_design", "code"] = Field(description="What is submitted: a system design or code.")
    category: str = Field(description="Subject, such as caching: a value of the filter `category`.")
    track: TrackReference
    order_in_track: int = Field(description="Place in its track, ascending.")
    track_order: int = Field(exclude=True)
    sort_key: str = Field(default="", exclude=True)
    difficulty: Difficulty = Field(description="Base difficulty.")
    xp_base: int = Field(description="XP for completing the challenge, beside those of its levels.")
    estimated_minutes: int = Field(description="Estimated minutes for the whole challenge.")
    ddia_concepts: list[Concept] = Field(description="Chapters that it draws on.")
    tags: list[str] = Field(description="Words that it can be filtered by.")
    level_count: int = Field(description="How many levels it has in all; completing it takes them all.")
    published_levels: int = Field(description="How many of them are published.")
    status: Status = Field(description="The learner's progress.")
    unlocked: bool = Field(description="Whether the learner may attempt it.")
    levels_completed: list[int] = Field(description="Numbers of the levels that the learner passed, ascending.")
    best_score: BestOfChallenge
    xp_earned: int = Field(description="XP that the learner earned on it.")
    total_attempts: int = Field(description="How often the learner submitted to its levels.")


class LevelRow(BaseModel):
    """A level in its challenge's overview."""

    level: Level
    name: str = Field(description="Name of the level.")
    xp_reward: int = Field(
        description="Paid for the first pass. The pass that completes the challenge pays the challenge's own XP on top."
    )
    estimated_minutes: int = Field(description="Estimated minutes for the level.")
    completed: bool = Field(description="Whether the learner passed it.")


class Prerequisite(BaseModel):
    """A challenge that comes first."""

    slug: ChallengeReference
    title: Title
    completed: bool = Field(description="Whether the learner completed it.")


EXAMPLE: dict[str, Any] = {
    "slug": "static-website",
    "organization": "public",
    "title": "Static website delivery",
    "description": "Deliver a museum's collection of files to visitors from every continent.",
    "kind": "system_design",
    "category": "web",
    "track": "fundamentals",
    "order_in_track": 1,
    "track_order": 1,
    "difficulty": "beginner",
    "xp_base": 100,
    "estimated_minutes": 60,
    "ddia_concepts": [{"chapter": 1, "topic": "reliability, scalability, maintainability"}],
    "tags": ["cdn", "dns"],
    "level_count": 5,
    "published_levels": 5,
    "status": "in_progress",
    "unlocked": True,
    "levels_completed": [1],
    "best_score": 100,
    "xp_earned": 30,
    "total_attempts": 2,
    "statement": "A national museum publishes its digitised collection as plain files.",
    "lesson": "serving-pages",
    "module": "first-systems",
    "version": 3,
    "levels": [{"level": 1, "name": "Connectivity", "xp_reward": 30, "estimated_minutes": 10, "completed": True}],
    "prerequisites": [],
    "publication_note": None,
}


class ChallengeDetail(ChallengeRow):
    """A challenge with its published levels and its prerequisites."""

    model_config = with_example(EXAMPLE)

    statement: str = Field(
        description="Markdown: the system, what it must do, how well, and the estimates; empty if not written yet."
    )
    lesson: str = Field(description="Slug of the lesson that it belongs to.")
    module: str = Field(description="Slug of the module that it belongs to.")
    version: int = Field(description="The version that is live, which attempts are graded on.")
    levels: list[LevelRow] = Field(description="The published ones; a challenge may have none yet.")
    prerequisites: list[Prerequisite] = Field(description="Challenges that open this one, once all are completed.")
    publication_note: str | None = Field(description="Says which levels are not published yet; null if all are.")
