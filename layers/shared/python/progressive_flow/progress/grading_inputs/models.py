"""What the grader is given."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field


class Missing(BaseModel):
    """What has to be done first: a challenge to complete, one of its levels to pass, or a skill to bring to a level."""

    challenge: str | None = Field(description="Reference of the challenge; null where a skill is missing.")
    level: int | None = Field(description="Level of the challenge to pass; null where all of them are.")
    skill: str | None = Field(description="Slug of the skill; null where a challenge is missing.")
    title: str = Field(description="Title of the challenge, or name of the skill.")


class LevelToGrade(BaseModel):
    """What the grader needs of a level, and whether the learner may attempt it; never sent to anybody."""

    challenge_id: UUID
    slug: str
    kind: str
    level: int
    version_id: UUID | None
    level_published: bool = True
    requirements: dict[str, Any] | None
    test_cases: list[dict[str, Any]] | None
    passing_criteria: dict[str, Any] | None
    unlocked: bool
    level_open: bool
    has_next: bool
    title: str
    missing: list[Missing] | None
