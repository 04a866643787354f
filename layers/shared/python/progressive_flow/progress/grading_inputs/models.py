"""What the grader is given."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel


class LevelToGrade(BaseModel):
    """What the grader needs of a level, and whether the learner may attempt it; never sent to anybody."""

    challenge_id: UUID
    slug: str
    level: int
    version_id: UUID | None
    requirements: dict[str, Any] | None
    test_cases: list[dict[str, Any]] | None
    passing_criteria: dict[str, Any] | None
    unlocked: bool
    level_open: bool
    missing: list[dict[str, str]] | None
