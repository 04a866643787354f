"""What the grader is given."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field


class Missing(BaseModel):
    """What has to be passed first: a challenge, or one of its levels."""

    challenge: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Its title.")
    level: int | None = Field(description="The level of it; null for all of them.")


class LevelToGrade(BaseModel):
    """What the grader needs of a level, and whether the learner may attempt it; never sent to anybody."""

    challenge_id: UUID
    slug: str
    kind: str
    level: int
    version_id: UUID | None
    requirements: dict[str, Any] | None
    test_cases: list[dict[str, Any]] | None
    passing_criteria: dict[str, Any] | None
    unlocked: bool
    level_open: bool
    has_next: bool
    title: str
    missing: list[Missing] | None
