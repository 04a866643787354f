"""Attempts as learners see them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from progressive_flow.grading.system_design.design_graph import DesignGraph
from progressive_flow.kernel.http.parameters import LearnerId, Reason, Reference

Visibility = Literal["visible", "points", "hidden"]
AttemptId = Annotated[UUID, Field(description="Id of an attempt.")]


class TestResult(BaseModel):
    """What one test case found, as far as its visibility lets the learner know."""

    __test__ = False  # no test class, whatever a collector may think

    id: str
    kind: str | None
    score: float = Field(ge=0, le=1, description="Share of the test's weight that was earned.")
    passed: bool
    observed: float | None = Field(default=None, description="What was measured; null if there was nothing to measure.")
    target: float | None = Field(default=None, description="What earns all of the weight.")
    unit: str | None = Field(default=None, description="Unit of both.")
    weight: float = Field(description="Its share of the score, among all weights.")
    message: str = Field(description="What was found, in a sentence.")
    visibility: Visibility = Field(
        default="visible",
        description="`visible`: all is shown; `points`: name, points and outcome; `hidden`: points and outcome.",
    )

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, value: Any) -> Any:
        """Read what was stored when a test was either hidden or not."""
        if isinstance(value, dict) and value.get("hidden") and "visibility" not in value:
            return {**value, "visibility": "hidden"}
        return value


class NodeUtilization(BaseModel):
    """How busy one component is at the level's load."""

    node: str
    type: str
    utilization: float | None = Field(description="Offered by capacity; above 1 it cannot keep up.")
    offered_per_second: float | None
    capacity_per_second: float | None


class Feedback(BaseModel):
    """What to make of a verdict. Attempts from before a member existed have it empty."""

    summary: str = ""
    bottleneck: str | None = None
    next_step: str | None = None
    strengths: list[str] = []
    utilization: list[NodeUtilization] = Field(default=[], description="Busiest first, without the client.")


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

    version: int = Field(description="The version of the challenge on which it was graded.")
    is_current: bool = Field(description="Whether an attempt made now would be graded by the same tests.")
    catalogue_version: int = Field(description="The component catalogue it was graded with.")
    design: DesignGraph | dict[str, Any] = Field(
        union_mode="left_to_right", description="What was submitted; a design for the kind `system_design`."
    )
    test_results: list[TestResult]
    feedback: Feedback


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

    user_id: LearnerId
    challenge_slugs: list[Reference] = Field(min_length=1, max_length=100)
    reason: Reason = Field(description="It names nobody, for the audit log keeps it after erasure.")


class UnlockGrant(BaseModel):
    """What a grant opened."""

    user_id: UUID
    unlocked: list[str] = Field(description="Slugs opened just now.")
    already_unlocked: list[str]


class RevokedUnlock(BaseModel):
    """A grant that was taken back. Attempts, passed levels and XP stay."""

    user_id: UUID
    challenge: str
    still_unlocked: bool = Field(description="Whether it stays open, since its prerequisites are completed.")
