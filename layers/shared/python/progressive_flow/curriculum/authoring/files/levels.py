"""A level in full: what versions store and attempts are graded by."""

from pydantic import Field

from progressive_flow.curriculum.authoring.files.cases import Case
from progressive_flow.curriculum.authoring.files.fields import LevelNumber, Text
from progressive_flow.grading.system_design.fields import Strict
from progressive_flow.grading.system_design.level_models import Criteria, Requirements

LEVEL_NAMES = ("Connectivity", "Capacity", "Optimization", "Resilience", "Excellence")


class Hint(Strict):
    """Revealed in order; ``xp_penalty`` is taken off the level's reward."""

    text: Text
    xp_penalty: int = Field(ge=0, le=1000)


class LevelText(Strict):
    """What is said of a level but for its name and its requirements."""

    level: LevelNumber
    description: Text
    test_cases: list[Case] = Field(min_length=1, max_length=40)
    passing_criteria: Criteria
    xp_reward: int = Field(ge=1, le=10_000)
    estimated_minutes: int = Field(ge=1, le=600)
    hints: list[Hint] = Field(min_length=3, max_length=3)
    solution_approach: Text


class Level(LevelText):
    """One published level of a challenge."""

    name: str
    requirements: Requirements
