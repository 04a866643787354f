"""Suggested changes as learners see them, and what they are found from."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.system_design.design_graph import DesignGraph


class SuggestedChange(BaseModel):
    """The one change that would help most, tried out by the grader: nothing that passed fails after it."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    change: str = Field(
        description="What to change, in a sentence; where no single part helps, in up to three.",
        examples=["Give app 12 units instead of 8."],
    )
    test: str = Field(description="The visible test that it is for.")
    cost_per_month: float | None = Field(
        default=None, description="US dollars a month more; null if that is not known."
    )
    visible_tests_left: int = Field(
        description="How many visible tests fail after it as well; 0 where it leads to all of them."
    )
    design: DesignGraph | None = Field(
        default=None, description="The attempt's design with this change; null in what was found before there was one."
    )


class Suggestion(BaseModel):
    """What was found for an attempt. Asking again shows the same and costs nothing."""

    attempt_id: UUID = Field(description="Id of the attempt.")
    suggested_change: SuggestedChange | None = Field(
        description="Null where no change that was tried makes a failing visible test pass without harm, which costs nothing."
    )
    xp_penalty: int = Field(description="Taken off the level's first pass for this change; a level is charged once.")


class FailedAttempt(BaseModel):
    """A stored attempt with what it was graded against, and what was found for it before; never sent to anybody."""

    passed: bool
    is_daily: bool
    kind: str
    grader_version: int
    submission: dict[str, Any]
    requirements: dict[str, Any] | None
    test_cases: list[dict[str, Any]] | None
    hints: list[str] | None
    suggestion: Suggestion | None
