"""The results of grading stored attempts again."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel, Field


class StoredAttempt(NamedTuple):
    """An attempt with all that its verdict follows from; no level if its version has none of that number."""

    id: UUID
    created_at: datetime
    challenge: str
    version: int
    level_number: int
    is_daily: bool
    design: dict[str, Any]
    grader_version: int
    score: float
    passed: bool
    level: dict[str, Any] | None


class Difference(BaseModel):
    """An attempt whose verdict would be another today."""

    attempt_id: UUID
    challenge: str
    level: int
    version: int
    stored_score: float
    stored_passed: bool
    score: float
    passed: bool


class Regrading(BaseModel):
    """What a run found; it changed nothing."""

    attempts: int = 0
    equal: int = 0
    differences: list[Difference] = []
    failed: list[UUID] = Field(default=[], description="The evaluator breaks on these.")
    skipped: dict[str, int] = Field(default={}, description="How many, by the reason.")

    @property
    def as_stored(self) -> bool:
        """Whether every verdict that can be had is the stored one."""
        return not self.differences and not self.failed
