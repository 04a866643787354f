"""Attempts as learners see them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.content.design import Design

AttemptId = Annotated[UUID, Field(description="Id of an attempt.")]

EXAMPLE: dict[str, Any] = {
    "design": {
        "schema": "sd-graph/1",
        "nodes": [
            {"id": "users", "type": "client"},
            {"id": "dns", "type": "dns"},
            {"id": "edge", "type": "cdn", "units": 2},
            {"id": "files", "type": "object_store", "units": 1, "replicas": 2},
        ],
        "edges": [{"from": "users", "to": "dns"}, {"from": "dns", "to": "edge"}, {"from": "edge", "to": "files"}],
    }
}


class Submission(BaseModel):
    """A design to be graded. Score, XP and minutes are the server's business and not accepted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    design: Design


class TestResult(BaseModel):
    """What one test case found. Of a hidden one only whether it passed, and its message, are told."""

    __test__ = False  # no test class, whatever a collector may think

    id: str
    kind: str | None
    score: float = Field(ge=0, le=1, description="Share of the test's weight that was earned.")
    passed: bool
    observed: Any = None
    target: Any = None
    unit: str | None = None
    weight: float
    message: str
    hidden: bool = False


class Opened(BaseModel):
    """A challenge that an attempt unlocked."""

    slug: str
    title: str


class Achieved(BaseModel):
    """An achievement that an attempt unlocked."""

    slug: str
    name: str
    xp_reward: int


class AttemptRow(BaseModel):
    """An attempt in a list."""

    id: UUID
    challenge: str
    level: int
    attempt_number: int
    score: float
    passed: bool
    xp_earned: int
    hints_used: int
    time_spent_minutes: int
    created_at: datetime


class AttemptDetail(AttemptRow):
    """An attempt with the design and the verdict on it."""

    version: int = Field(description="The revision of the challenge it was graded on.")
    catalogue_version: int = Field(description="The component catalogue it was graded with.")
    design: dict[str, Any]
    test_results: list[TestResult]
    feedback: dict[str, Any]


class GradedAttempt(AttemptRow):
    """The verdict on a submission, and what followed from it."""

    test_results: list[TestResult]
    feedback: dict[str, Any]
    first_pass: bool
    challenge_completed: bool
    unlocked: list[Opened]
    achievements: list[Achieved]
    streak_days: int
    daily_xp: int = Field(description="Paid on top for the day's challenge.")
    total_xp: int
    current_level: int


class RecordedAttempt(BaseModel):
    """What the database says of an attempt it recorded."""

    attempt_id: UUID
    attempt_number: int
    xp_earned: int
    time_spent_minutes: int
    hints_used: int
    first_pass: bool
    challenge_completed: bool
    unlocked: list[Opened]
    achievements: list[Achieved]
    streak_days: int
    daily_xp: int
    total_xp: int
    current_level: int


class NewUnlockGrant(BaseModel):
    """Challenges to open for a learner, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
                    "challenge_slugs": ["url-shortener"],
                    "reason": "Knows the fundamentals from an earlier course",
                }
            ]
        },
    )

    user_id: UUID
    challenge_slugs: list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")]] = Field(
        min_length=1, max_length=100
    )
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class UnlockGrant(BaseModel):
    """What a grant opened."""

    user_id: UUID
    unlocked: list[str] = Field(description="Slugs opened just now.")
    already_unlocked: list[str]
