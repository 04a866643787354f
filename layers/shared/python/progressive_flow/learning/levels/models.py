"""A level as learners see it: never a hidden test, and a solution only once it is earned."""

from datetime import datetime

from pydantic import BaseModel, Field

from progressive_flow.grading.system_design.level_models import Criteria, Requirements, ShownTest
from progressive_flow.progress.grading_inputs.models import Missing


class LevelDetail(BaseModel):
    """A level to attempt."""

    challenge: str
    level: int
    name: str
    description: str
    requirements: Requirements
    test_cases: list[ShownTest] = Field(
        description="The visible ones, and id and weight of those whose visibility is `points`."
    )
    hidden_tests: int
    passing_criteria: Criteria
    xp_reward: int
    hint_count: int
    suggestion_price: int = Field(
        description="What a suggested change for a failed attempt takes off the first pass now; 0 where it is free."
    )
    estimated_minutes: int
    version: int
    unlocked: bool = Field(description="Whether an attempt is accepted now.")
    missing: list[Missing] = Field(description="What has to be passed before an attempt is accepted.")
    attempts: int
    best_score: float | None
    passed_at: datetime | None
    solution_approach: str | None = Field(description="Shown once the level is passed.")
